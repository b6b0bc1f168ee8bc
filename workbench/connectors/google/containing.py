"""Contains a Google account: sessions, sign-in, filters, forwarding, delegates, tokens.

https://developers.google.com/workspace/admin/directory/reference/rest/v1/users/signOut
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from workbench.connectors.google.calls import READ, GoogleCalls, mailbox_path, rows_of
from workbench.connectors.google.errors import error_of, refusal_of
from workbench.connectors.google.shapes import text
from workbench.connectors.wire import Response
from workbench.errors import Gone, PermissionMissing, Refused
from workbench.model.containment import Act, ActKind, Looked

ACTS = frozenset(ActKind)
USERS, SECURITY = "admin.directory.user.readonly", "admin.directory.user.security"
CHANGE_USERS = "admin.directory.user"
BASIC, SHARING = "gmail.settings.basic", "gmail.settings.sharing"
ASKED = ("criteria", "action")  # what makes a filter; its id is given anew


class GoogleContaining:
    def __init__(self, gmail: GoogleCalls, directory: GoogleCalls, admin: str) -> None:
        self._gmail = gmail
        self._directory = directory
        self._admin = admin

    async def looked(self, act: Act, before: str) -> Looked:
        match act.kind:
            case ActKind.SESSIONS:
                return Looked(None)  # no call tells of sessions
            case ActKind.DISABLE | ActKind.ENABLE:
                row = await self._directory.get(_user(act), (), self._admin, USERS)
                on = row.get("suspended") is not True
                return Looked(on is (act.kind is ActKind.ENABLE), json.dumps(on))
            case ActKind.RULE_OFF | ActKind.RULE_ON:
                return await self._filter(act)
            case ActKind.FORWARDING_OFF | ActKind.FORWARDING_ON:
                row = await self._setting(act, "autoForwarding")
                on = row.get("enabled") is True
                return Looked(on is (act.kind is ActKind.FORWARDING_ON), json.dumps(row))
            case ActKind.DELEGATE_OFF | ActKind.DELEGATE_ON:
                return await self._delegate(act)
            case ActKind.GRANT:
                return await self._token(act)

    async def _setting(self, act: Act, what: str) -> dict[str, Any]:
        path = f"{mailbox_path(act.address)}/settings/{what}"
        return await self._gmail.get(path, (), act.address, READ)

    async def _filter(self, act: Act) -> Looked:
        """A filter that was put back has another id: it is the same by what it asks and does."""
        rows = rows_of(await self._setting(act, "filters"), "filter")
        if act.kind is ActKind.RULE_ON:
            wanted = _core(json.loads(act.snapshot or "{}"))
            return Looked(any(_core(row) == wanted for row in rows), act.snapshot)
        found = next((row for row in rows if text(row, "id") == act.key), None)
        return Looked(found is None, json.dumps(found) if found else "")

    async def _delegate(self, act: Act) -> Looked:
        rows = rows_of(await self._setting(act, "delegates"), "delegates")
        found = next((row for row in rows if text(row, "delegateEmail") == act.key), None)
        there = found is not None
        return Looked(
            there is (act.kind is ActKind.DELEGATE_ON), json.dumps(found) if found else ""
        )

    async def _token(self, act: Act) -> Looked:
        page = await self._directory.get(f"{_user(act)}/tokens", (), self._admin, SECURITY)
        rows = (row for row in rows_of(page, "items") if text(row, "clientId") == act.key)
        found = next(rows, None)
        return Looked(found is None, json.dumps(found) if found else "")

    async def contain(self, act: Act) -> None:
        answer, right = await self._asked(act)
        if answer.status in (200, 204):
            return
        if why := refusal_of(answer.status, answer.body):
            raise Refused(f"The tenant refuses it: {why}")
        raise error_of(answer.status, answer.body, right)

    async def _asked(self, act: Act) -> tuple[Response, str]:
        directory, gmail, box = self._directory, self._gmail, mailbox_path(act.address)
        match act.kind:
            case ActKind.SESSIONS:
                path = f"{_user(act)}/signOut"
                return await directory.post(path, {}, self._admin, SECURITY), SECURITY
            case ActKind.DISABLE | ActKind.ENABLE:
                wanted = {"suspended": act.kind is ActKind.DISABLE}
                sent = await directory.send("PATCH", _user(act), self._admin, CHANGE_USERS, wanted)
                return sent, CHANGE_USERS
            case ActKind.RULE_OFF:
                path = f"{box}/settings/filters/{quote(act.key, safe='')}"
                return await gmail.send("DELETE", path, act.address, BASIC), BASIC
            case ActKind.RULE_ON:
                path, wanted = f"{box}/settings/filters", _core(json.loads(act.snapshot or "{}"))
                return await gmail.post(path, wanted, act.address, BASIC), BASIC
            case ActKind.FORWARDING_OFF | ActKind.FORWARDING_ON:
                path = f"{box}/settings/autoForwarding"
                wanted = _forwarding(act)
                sent = await gmail.send("PUT", path, act.address, SHARING, wanted)
                return sent, SHARING
            case ActKind.DELEGATE_OFF:
                path = f"{box}/settings/delegates/{quote(act.key, safe='@')}"
                return await gmail.send("DELETE", path, act.address, SHARING), SHARING
            case ActKind.DELEGATE_ON:
                path, who = f"{box}/settings/delegates", {"delegateEmail": act.key}
                return await gmail.post(path, who, act.address, SHARING), SHARING
            case ActKind.GRANT:
                path = f"{_user(act)}/tokens/{quote(act.key, safe='')}"
                return await directory.send("DELETE", path, self._admin, SECURITY), SECURITY


def _forwarding(act: Act) -> dict[str, Any]:
    if act.kind is ActKind.FORWARDING_OFF:
        return {"enabled": False}
    before = json.loads(act.snapshot or "{}")
    if not isinstance(before, dict) or not before.get("emailAddress"):
        raise Gone("Where mail was forwarded to is not known")
    return {name: before.get(name) for name in ("enabled", "emailAddress", "disposition")}


def _core(row: Any) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise PermissionMissing("the filter", "what it did is not known")
    return {name: row[name] for name in ASKED if name in row}


def _user(act: Act) -> str:
    return f"/admin/directory/v1/users/{quote(act.address, safe='@')}"
