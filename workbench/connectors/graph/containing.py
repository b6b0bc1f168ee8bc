"""Contains a Microsoft account: sessions, sign-in, rules, grants.

https://learn.microsoft.com/graph/api/user-revokesigninsessions
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from workbench.connectors.graph.calls import GraphCalls
from workbench.connectors.graph.errors import error_of, refusal_of
from workbench.connectors.graph.shapes import text
from workbench.connectors.wire import Response
from workbench.errors import PermissionMissing, Refused
from workbench.model.containment import Act, ActKind, Looked

ACTS = frozenset({
    ActKind.SESSIONS, ActKind.DISABLE, ActKind.ENABLE, ActKind.RULE_OFF, ActKind.RULE_ON,
    ActKind.GRANT,
})  # fmt: skip
RIGHTS = {
    ActKind.SESSIONS: "User.RevokeSessions.All",
    ActKind.DISABLE: "User.EnableDisableAccount.All",
    ActKind.ENABLE: "User.EnableDisableAccount.All",
    ActKind.RULE_OFF: "MailboxSettings.ReadWrite",
    ActKind.RULE_ON: "MailboxSettings.ReadWrite",
    ActKind.GRANT: "DelegatedPermissionGrant.ReadWrite.All",
}
SEEN = "signInSessionsValidFromDateTime"  # sessions from before it are worth nothing


class GraphContaining:
    def __init__(self, calls: GraphCalls) -> None:
        self._calls = calls

    async def looked(self, act: Act, before: str) -> Looked:
        match act.kind:
            case ActKind.SESSIONS:
                row = await self._user(act, SEEN)
                return Looked(bool(before) and text(row, SEEN) != before, text(row, SEEN))
            case ActKind.DISABLE | ActKind.ENABLE:
                enabled = (await self._user(act, "accountEnabled")).get("accountEnabled")
                if not isinstance(enabled, bool):
                    raise PermissionMissing("User.Read.All", "whether the account is enabled")
                return Looked(enabled is (act.kind is ActKind.ENABLE), json.dumps(enabled))
            case ActKind.RULE_OFF | ActKind.RULE_ON:
                rule = (await self._calls.get(_rule(act), "MailboxSettings.Read")).json
                on = rule.get("isEnabled") is True
                return Looked(on is (act.kind is ActKind.RULE_ON), json.dumps(rule))
            case ActKind.GRANT:
                return await self._grant(act)
        raise PermissionMissing(act.kind.value, "Microsoft has no call for it")

    async def _user(self, act: Act, member: str) -> dict[str, Any]:
        url = f"{_user(act.address)}?$select=id,{member}"
        return (await self._calls.get(url, "User.Read.All")).json

    async def _grant(self, act: Act) -> Looked:
        url = f"{_user(act.address)}/oauth2PermissionGrants"
        async for rows in self._calls.pages(url, "Directory.Read.All"):
            for row in rows:
                if text(row, "id") == act.key:
                    return Looked(False, json.dumps(row))
        return Looked(True)

    async def contain(self, act: Act) -> None:
        answer = await self._asked(act)
        if answer.status in (200, 204):
            return
        if why := refusal_of(answer.status, answer.body):
            raise Refused(f"The tenant refuses it: {why}")
        raise error_of(answer.status, answer.body, RIGHTS[act.kind])

    async def _asked(self, act: Act) -> Response:
        match act.kind:
            case ActKind.SESSIONS:
                return await self._calls.post(f"{_user(act.address)}/revokeSignInSessions", {})
            case ActKind.DISABLE | ActKind.ENABLE:
                wanted = {"accountEnabled": act.kind is ActKind.ENABLE}
                return await self._calls.patch(_user(act.address), wanted)
            case ActKind.RULE_OFF | ActKind.RULE_ON:
                wanted = {"isEnabled": act.kind is ActKind.RULE_ON}
                return await self._calls.patch(_rule(act), wanted)
            case ActKind.GRANT:
                path = f"/v1.0/oauth2PermissionGrants/{quote(act.key, safe='')}"
                return await self._calls.delete(path)
        raise PermissionMissing(act.kind.value, "Microsoft has no call for it")


def _user(address: str) -> str:
    return f"/v1.0/users/{quote(address, safe='@')}"


def _rule(act: Act) -> str:
    return f"{_user(act.address)}/mailFolders/inbox/messageRules/{quote(act.key, safe='')}"
