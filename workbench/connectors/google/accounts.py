"""Evidence about a Google account: filters, forwarding, delegates, sign-ins, applications.

https://developers.google.com/workspace/admin/reports/v1/appendix/activity/login and /token
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from workbench.connectors.accounts import SIGN_INS, part_of
from workbench.connectors.google.calls import READ, GoogleCalls, mailbox_path, rows_of
from workbench.connectors.google.shapes import text
from workbench.connectors.suspicion import (
    RuleFacts,
    SignIn,
    grant_reasons,
    outside_reasons,
    rule_reasons,
    told,
)
from workbench.model.accounts import Account, Evidence, Line, Part, Standing

USERS, REPORTS = "admin.directory.user.readonly", "admin.reports.audit.readonly"
FAILED = frozenset({"login_failure", "login_challenge", "logout"})
RISKY = frozenset({"suspicious_login", "suspicious_login_less_secure_app", "gov_attack_warning"})


class GoogleAccounts:
    def __init__(self, gmail: GoogleCalls, directory: GoogleCalls, domain: str, admin: str) -> None:
        self._gmail = gmail
        self._directory = directory
        self._domain = domain
        self._admin = admin

    async def account(self, address: str, since: datetime) -> Account:
        path = f"/admin/directory/v1/users/{quote(address, safe='@')}"
        row = await self._directory.get(path, (), self._admin, USERS)
        enabled = row.get("suspended") is not True
        state = Line("enabled" if enabled else "suspended", _second_factor(row), active=enabled)
        evidence = (
            Evidence(Part.ACCOUNT, Standing.READ, (state,), USERS),
            await part_of(Part.RULES, READ, lambda: self._filters(address)),
            await part_of(Part.FORWARDING, READ, lambda: self._forwarding(address)),
            await part_of(Part.DELEGATES, READ, lambda: self._delegates(address)),
            await part_of(Part.SEND_AS, READ, lambda: self._send_as(address)),
            await part_of(Part.SIGN_INS, REPORTS, lambda: self._sign_ins(address, since), SIGN_INS),
            await part_of(Part.GRANTS, REPORTS, lambda: self._grants(address)),
        )
        name = text(_inner(row, "name"), "fullName")
        return Account(
            self._domain, address, address, name, enabled, evidence, since, datetime.now(UTC)
        )

    async def _settings(self, address: str, what: str) -> dict[str, Any]:
        return await self._gmail.get(f"{mailbox_path(address)}/{what}", (), address, READ)

    async def _filters(self, address: str) -> tuple[Line, ...]:
        labels = rows_of(await self._settings(address, "labels"), "labels")
        names = {text(row, "id"): text(row, "name") for row in labels}
        rows = rows_of(await self._settings(address, "settings/filters"), "filter")
        return tuple(_filter(row, names, self._domain) for row in rows)

    async def _forwarding(self, address: str) -> tuple[Line, ...]:
        """Everything that comes in; what filters forward stands with the filters."""
        row = await self._settings(address, "settings/autoForwarding")
        if row.get("enabled") is not True:
            return ()
        to, then = text(row, "emailAddress"), text(row, "disposition")
        reasons = outside_reasons("forwards everything to", to, (self._domain,))
        return (Line(f"forwards to {to}", f"then: {then}", to, reasons=reasons),)

    async def _delegates(self, address: str) -> tuple[Line, ...]:
        rows = rows_of(await self._settings(address, "settings/delegates"), "delegates")
        return tuple(
            Line(
                who, text(row, "verificationStatus"), who,
                reasons=outside_reasons("opens this mailbox:", who, (self._domain,)),
            )
            for row in rows
            if (who := text(row, "delegateEmail"))
        )  # fmt: skip

    async def _send_as(self, address: str) -> tuple[Line, ...]:
        rows = rows_of(await self._settings(address, "settings/sendAs"), "sendAs")
        found = []
        for row in rows:
            who, back = text(row, "sendAsEmail"), text(row, "replyToAddress")
            reasons = outside_reasons("sends as", who, (self._domain,), only_outside=True)
            reasons += outside_reasons(
                "answers go to", back, (self._domain,), only_outside=True
            ) if back else ()  # fmt: skip
            found.append(Line(who, f"answers to {back}" if back else "", who, reasons=reasons))
        return tuple(found)

    async def _sign_ins(self, address: str, since: datetime) -> tuple[Line, ...]:
        start = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        query = [("startTime", start), ("maxResults", str(SIGN_INS))]
        found: list[SignIn] = []
        async for rows in self._activities(address, "login", query):
            found += [_sign_in(row, event) for row in rows for event in _events(row)]
            if len(found) > SIGN_INS:
                break
        return told(found)

    async def _grants(self, address: str) -> tuple[Line, ...]:
        """Oldest first, so that a later revocation takes an earlier permission away."""
        held: dict[str, Line] = {}
        newest_first: list[tuple[dict[str, Any], dict[str, Any]]] = []
        async for rows in self._activities(address, "token", [("maxResults", "1000")]):
            newest_first += [(row, event) for row in rows for event in _events(row)]
        for row, event in reversed(newest_first):
            values = _parameters(event)
            client = str(values.get("client_id") or "")
            if text(event, "name") == "authorize" and client:
                held[client] = _grant(row, client, values)
            elif text(event, "name") == "revoke":
                held.pop(client, None)
        return tuple(held.values())

    def _activities(self, address: str, application: str, query: list[tuple[str, str]]) -> Any:
        who = quote(address, safe="@")
        path = f"/admin/reports/v1/activity/users/{who}/applications/{application}"
        return self._directory.pages(path, query, "items", self._admin, REPORTS)


def _filter(row: Mapping[str, Any], names: Mapping[str, str], domain: str) -> Line:
    action, criteria = _inner(row, "action"), _inner(row, "criteria")
    added = [names.get(one, one) for one in _texts(action.get("addLabelIds"))]
    removed = _texts(action.get("removeLabelIds"))
    forward = text(action, "forward")
    words = [f"{m}: {v}" for m in ("from", "to", "subject", "query") if (v := text(criteria, m))]
    facts = RuleFacts(
        name="filter",
        forwards=(forward,) if forward else (),
        deletes="TRASH" in added,
        moves_to=next((one for one in added if one not in ("TRASH",)), ""),
        marks_read="UNREAD" in removed,
        skips_inbox="INBOX" in removed,
        words=tuple(words),
    )
    does = [f"forwards to {forward}"] if forward else []
    does += [f"adds {', '.join(added)}"] if added else []
    does += [f"takes off {', '.join(removed)}"] if removed else []
    when = f"when {' and '.join(words)}" if words else "for every message"
    key = text(row, "id")
    return Line(
        "; ".join(does) or "does nothing", when, key, reasons=rule_reasons(facts, (domain,))
    )


def _sign_in(row: Mapping[str, Any], event: Mapping[str, Any]) -> SignIn:
    name, values = text(event, "name"), _parameters(event)
    kind = str(values.get("login_type") or "")
    region = text(_inner(row, "networkInfo"), "regionCode")
    risky = name in RISKY or values.get("is_suspicious") is True
    detail = " · ".join(filter(None, (text(row, "ipAddress"), region, kind)))
    when = _moment(text(_inner(row, "id"), "time"))
    line = Line(name.replace("_", " "), detail, "", when, active=name not in FAILED)
    return SignIn(line, region, "", name in FAILED, "high" if risky else "")


def _grant(row: Mapping[str, Any], client: str, values: Mapping[str, Any]) -> Line:
    scopes = [one for one in values.get("scope", ()) if isinstance(one, str)]
    when = _moment(text(_inner(row, "id"), "time"))
    name = str(values.get("app_name") or client)
    return Line(name, " ".join(scopes), client, when, grant_reasons(scopes))


def _events(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = row.get("events")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _parameters(event: Mapping[str, Any]) -> dict[str, Any]:
    """Each has one of several members for its value, by type."""
    found: dict[str, Any] = {}
    rows = event.get("parameters")
    for one in rows if isinstance(rows, list) else ():
        if isinstance(one, dict):
            members = ("multiValue", "boolValue", "intValue", "value")
            found[text(one, "name")] = next((one[m] for m in members if m in one), None)
    return found


def _second_factor(row: Mapping[str, Any]) -> str:
    known = row.get("isEnrolledIn2Sv")
    if not isinstance(known, bool):
        return ""
    return "with a second factor" if known else "without a second factor"


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _inner(row: Mapping[str, Any], member: str) -> dict[str, Any]:
    value = row.get(member)
    return value if isinstance(value, dict) else {}


def _moment(stamp: str) -> datetime | None:
    try:
        value = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)
