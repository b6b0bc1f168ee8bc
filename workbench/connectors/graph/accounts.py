"""Evidence about a Microsoft account: rules, sign-ins, risk and what applications were granted.

Rights by operation: https://learn.microsoft.com/graph/permissions-reference
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from workbench.connectors.accounts import SIGN_INS, part_of
from workbench.connectors.graph.calls import GraphCalls
from workbench.connectors.graph.folders import GraphFolders
from workbench.connectors.graph.rules import rule_line
from workbench.connectors.graph.shapes import moment, required, text
from workbench.connectors.suspicion import SignIn, grant_reasons, told
from workbench.errors import ConnectorError, Gone
from workbench.model.accounts import Account, Evidence, Line, Part, Standing

USER = "id,displayName,mail,userPrincipalName,accountEnabled"
USER_RIGHT, RULES_RIGHT = "User.Read.All", "MailboxSettings.Read"
SIGN_INS_RIGHT, RISK_RIGHT = "AuditLog.Read.All", "IdentityRiskyUser.Read.All"
GRANTS_RIGHT = "Directory.Read.All"
# mailboxSettings has no member for it (v1.0 and beta metadata, 2026-08-20).
HIDDEN_FORWARDING = (
    "forwarding set on the mailbox itself is shown by Exchange alone: "
    "Get-Mailbox {} | Format-List Forwarding*, DeliverToMailboxAndForward"
)
NO_RISK = frozenset({"none", "confirmedSafe", "remediated", "dismissed"})


class GraphAccounts:
    def __init__(
        self, calls: GraphCalls, folders: GraphFolders, tenant: str,
        domains: Callable[[], tuple[str, ...]],
    ) -> None:  # fmt: skip
        self._calls = calls
        self._folders = folders
        self._tenant = tenant
        self._domains = domains

    async def account(self, address: str, since: datetime) -> Account:
        row = (await self._calls.get(f"{_user(address)}?$select={USER}", USER_RIGHT)).json
        key, enabled = required(row, "id"), row.get("accountEnabled")
        evidence = (
            _state(enabled),
            await part_of(Part.RULES, RULES_RIGHT, lambda: self._rules(key)),
            Evidence(Part.FORWARDING, Standing.NOT_OFFERED, why=HIDDEN_FORWARDING.format(address)),
            await part_of(
                Part.SIGN_INS, SIGN_INS_RIGHT, lambda: self._sign_ins(key, since), SIGN_INS
            ),
            await part_of(Part.RISK, RISK_RIGHT, lambda: self._risk(key)),
            await part_of(Part.GRANTS, GRANTS_RIGHT, lambda: self._grants(key)),
        )
        return Account(
            self._tenant, key, text(row, "mail") or address, text(row, "displayName"),
            enabled if isinstance(enabled, bool) else None, evidence, since, datetime.now(UTC),
        )  # fmt: skip

    async def _rules(self, key: str) -> tuple[Line, ...]:
        names = await self._folder_names(key)
        url = f"{_user(key)}/mailFolders/inbox/messageRules"
        found: list[Line] = []
        async for rows in self._calls.pages(url, RULES_RIGHT):
            found += [rule_line(row, names, self._domains()) for row in rows]
        return tuple(found)

    async def _folder_names(self, key: str) -> dict[str, str]:
        """Rules name folders by id; without the right to mail they stay ids."""
        try:
            return {folder.key: folder.path for folder in await self._folders.all(key)}
        except ConnectorError:
            return {}

    async def _sign_ins(self, key: str, since: datetime) -> tuple[Line, ...]:
        """One more than is shown, so that it is known whether there are more."""
        start = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        wanted = quote(f"userId eq '{key}' and createdDateTime ge {start}")
        url = f"/v1.0/auditLogs/signIns?$filter={wanted}&$top={SIGN_INS}"
        found: list[SignIn] = []
        async for rows in self._calls.pages(url, SIGN_INS_RIGHT):
            found += map(_sign_in, rows)
            if len(found) > SIGN_INS:
                break
        found.sort(key=lambda one: one.line.moment or datetime.fromtimestamp(0, UTC), reverse=True)
        return told(found)

    async def _risk(self, key: str) -> tuple[Line, ...]:
        """The service keeps a row of those alone who were ever at risk."""
        try:
            row = (
                await self._calls.get(f"/v1.0/identityProtection/riskyUsers/{key}", RISK_RIGHT)
            ).json
        except Gone:
            return ()
        state, level = text(row, "riskState"), text(row, "riskLevel")
        reasons = () if state in NO_RISK else (f"the provider says {state}, level {level}",)
        when = moment(row, "riskLastUpdatedDateTime")
        return (Line(state or "unknown", text(row, "riskDetail"), "", when, reasons),)

    async def _grants(self, key: str) -> tuple[Line, ...]:
        found: list[Line] = []
        async for rows in self._calls.pages(f"{_user(key)}/oauth2PermissionGrants", GRANTS_RIGHT):
            for row in rows:
                found.append(await self._grant(row))
        return tuple(found)

    async def _grant(self, row: dict[str, Any]) -> Line:
        client, scopes = text(row, "clientId"), text(row, "scope").split()
        name, verified = await self._application(client)
        return Line(
            name or f"application {client}",
            " ".join(scopes),
            required(row, "id"),
            reasons=grant_reasons(scopes, verified=verified),
        )

    async def _application(self, client: str) -> tuple[str, bool | None]:
        """Its name, and whether its publisher is verified."""
        path = f"/v1.0/servicePrincipals/{quote(client, safe='')}"
        try:
            row = (await self._calls.get(f"{path}?$select={_APPLICATION}", GRANTS_RIGHT)).json
        except ConnectorError:
            return "", None
        publisher = row.get("verifiedPublisher")
        known = publisher if isinstance(publisher, dict) else {}
        return text(row, "displayName"), bool(text(known, "verifiedPublisherId"))


_APPLICATION = "id,appId,displayName,verifiedPublisher"


def _user(name: str) -> str:
    return f"/v1.0/users/{quote(name, safe='@')}"


def _state(enabled: object) -> Evidence:
    if not isinstance(enabled, bool):
        return Evidence(
            Part.ACCOUNT, Standing.MISSING_RIGHT, (), USER_RIGHT, "whether it is enabled"
        )
    word = "enabled" if enabled else "disabled"
    return Evidence(Part.ACCOUNT, Standing.READ, (Line(word, active=enabled),), USER_RIGHT)


def _sign_in(row: dict[str, Any]) -> SignIn:
    status, place = _inner(row, "status"), _inner(row, "location")
    failed = status.get("errorCode") not in (0, None)
    country, client = text(place, "countryOrRegion"), text(row, "clientAppUsed")
    where = ", ".join(filter(None, (text(place, "city"), country)))
    application = text(row, "appDisplayName") or "unknown application"
    what = f"{'failed' if failed else 'signed in'}: {application}"
    detail = " · ".join(filter(None, (
        text(row, "ipAddress"), where, client, text(_inner(row, "deviceDetail"), "operatingSystem"),
        text(status, "failureReason") if failed else "",
    )))  # fmt: skip
    line = Line(what, detail, "", moment(row, "createdDateTime"), active=not failed)
    return SignIn(line, country, client, failed, text(row, "riskLevelDuringSignIn"))


def _inner(row: dict[str, Any], member: str) -> dict[str, Any]:
    value = row.get(member)
    return value if isinstance(value, dict) else {}
