"""Gmail's settings of an account, the reports of what it did, and the acts that contain it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from workbench.simulation.accounts import SimAccount, SimGrant, SimRule, SimSignIn
from workbench.simulation.google import activity
from workbench.simulation.google.calls import NOTHING, GoogleCall, GoogleRefusal, found, paged
from workbench.simulation.google.directory import user_row
from workbench.simulation.google.mailstore import GmailMailbox
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.server.calls import Answer


def _of(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> SimAccount:
    return site.state.account(site.mailbox(call, names).person, site.settings.intruded)


def _named(site: GoogleSite, names: Mapping[str, str]) -> SimAccount:
    """Of whom the administrator asks."""
    person = site.state.people.get(names["user"].casefold())
    if person is None:
        raise GoogleRefusal(404, "Resource Not Found: userKey", "notFound")
    return site.state.account(person, site.settings.intruded)


def _filter(rule: SimRule, mailbox: GmailMailbox) -> dict[str, object]:
    added = [label.id for label in mailbox.labels.values() if label.name == rule.folder]
    removed = (["INBOX"] if rule.folder else []) + (["UNREAD"] if rule.mark_read else [])
    action: dict[str, object] = {"addLabelIds": added or ["TRASH"]} if rule.folder else {}
    action |= {"removeLabelIds": removed} if removed else {}
    action |= {"forward": rule.forward} if rule.forward else {}
    criteria: dict[str, object] = {"query": " OR ".join(rule.words)} if rule.words else {}
    criteria |= {"from": rule.senders[0]} if rule.senders else {}
    return {"id": rule.key, "criteria": criteria, "action": action}


def list_filters(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    mailbox, account = site.mailbox(call, names), _of(site, call, names)
    rows = [_filter(rule, mailbox) for rule in account.rules.values()]
    return found({"filter": rows} if rows else {})


def get_forwarding(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    return found(_forwarding(_of(site, call, names)))


def _forwarding(account: SimAccount) -> dict[str, object]:
    if not account.forwarding:
        return {"enabled": False}
    return {"enabled": True, "emailAddress": account.forwarding, "disposition": "archive"}


def list_send_as(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    account = _of(site, call, names)
    own: dict[str, object] = {
        "sendAsEmail": account.person.address, "displayName": account.person.name,
        "isPrimary": True, "isDefault": True,
    }  # fmt: skip
    others = [{"sendAsEmail": a, "verificationStatus": "accepted"} for a in account.send_as]
    return found({"sendAs": [own, *others]})


def list_activities(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """Newest first, as the service answers."""
    match names["application"]:
        case "login":
            account = _named(site, names)
            rows = [_login(account, one) for one in account.sign_ins]
        case "token":
            account = _named(site, names)
            rows = [_token(site, account, grant) for grant in account.grants.values()]
        case "gmail":
            rows = activity.rows_of(site, call, names["user"].casefold())
        case _:
            raise GoogleRefusal(400, "Invalid application name", "invalid")
    start = call.first("startTime")
    rows = [row for row in rows if not start or str(row["id"]["time"]) >= start]
    page = paged("items", rows, call.offset(), call.number("maxResults", 1000, 1000))
    return found({"kind": "admin#reports#activities", "etag": '"activities"', **page})


def _activity(account: SimAccount, application: str, time: str, key: str) -> dict[str, Any]:
    number = str(int(key.replace("-", "")[:15], 16))
    return {
        "kind": "admin#reports#activity", "etag": '"activity"',
        "id": {"time": time, "uniqueQualifier": number, "applicationName": application},
        "actor": {"email": account.person.address, "callerType": "USER"},
    }  # fmt: skip


def _login(account: SimAccount, one: SimSignIn) -> dict[str, Any]:
    risky = one.risk == "high"
    parameters: list[dict[str, object]] = [
        {"name": "login_type", "value": "google_password"},
        {"name": "is_suspicious", "boolValue": risky and not one.failed},
    ]
    name = "login_failure" if one.failed else "login_success"
    return {
        **_activity(account, "login", _stamp(one), one.key), "ipAddress": one.ip,
        "networkInfo": {"regionCode": one.country, "ipAsn": [64500]},
        "events": [{"type": "login", "name": name, "parameters": parameters}],
    }  # fmt: skip


def _stamp(one: SimSignIn) -> str:
    return one.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _token(site: GoogleSite, account: SimAccount, grant: SimGrant) -> dict[str, Any]:
    moment = site.world.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    parameters: list[dict[str, object]] = [
        {"name": "client_id", "value": grant.client},
        {"name": "app_name", "value": grant.application},
        {"name": "scope", "multiValue": list(grant.google_scopes)},
    ]
    return {
        **_activity(account, "token", moment, grant.key),
        "events": [{"type": "auth", "name": "authorize", "parameters": parameters}],
    }


def delete_filter(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    account = _of(site, call, names)
    if account.rules.pop(names["filter"], None) is None:
        raise GoogleRefusal(404, "Requested entity was not found.", "notFound")
    site.state.log.add("rule", account.person.key, site.cause(call), before=names["filter"])
    return NOTHING


def create_filter(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """With an id of its own, even where the same one was there before."""
    mailbox, account = site.mailbox(call, names), _of(site, call, names)
    wanted = call.document()
    rule = _rule(f"made-{len(account.rules)}-{site.state.log.length}", wanted, mailbox)
    account.rules[rule.key] = rule
    site.state.log.add("rule", account.person.key, site.cause(call), after=rule.key)
    return found(_filter(rule, mailbox))


def _rule(key: str, wanted: Mapping[str, Any], mailbox: GmailMailbox) -> SimRule:
    action, criteria = wanted.get("action") or {}, wanted.get("criteria") or {}
    added = action.get("addLabelIds") or []
    label = mailbox.labels.get(added[0]) if added else None
    return SimRule(
        key, "filter", tuple(filter(None, str(criteria.get("query", "")).split(" OR "))),
        tuple(filter(None, [criteria.get("from")])), label.name if label else "",
        str(action.get("forward", "")), mark_read="UNREAD" in (action.get("removeLabelIds") or []),
    )  # fmt: skip


def change_forwarding(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    account, wanted = _of(site, call, names), call.document()
    before = account.forwarding
    account.forwarding = str(wanted.get("emailAddress", "")) if wanted.get("enabled") else ""
    site.state.log.add(
        "forwarding", account.person.key, site.cause(call), before=before, after=account.forwarding
    )
    return found(_forwarding(account))


def list_tokens(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    rows = [
        {
            "kind": "admin#directory#token", "clientId": grant.client, "anonymous": False,
            "displayText": grant.application, "scopes": list(grant.google_scopes),
        }
        for grant in _named(site, names).grants.values()
    ]  # fmt: skip
    head = {"kind": "admin#directory#tokenList", "etag": '"tokens"'}
    return found({**head, "items": rows} if rows else head)


def delete_token(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    account = _named(site, names)
    held = [key for key, one in account.grants.items() if one.client == names["client"]]
    if not held:
        raise GoogleRefusal(404, "Resource Not Found: clientId", "notFound")
    del account.grants[held[0]]
    site.state.log.add("grant", account.person.key, site.cause(call), before=names["client"])
    return NOTHING


def sign_out(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    account = _named(site, names)
    account.end_sessions()
    site.state.log.add("sessions", account.person.key, site.cause(call), after=str(account.revoked))
    return NOTHING


def change_user(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    """Whether the user is suspended, and nothing else."""
    account, wanted = _named(site, names), call.document().get("suspended")
    if not isinstance(wanted, bool):
        raise GoogleRefusal(400, "Only suspended is simulated here", "badRequest")
    site.state.log.add(
        "account", account.person.key, site.cause(call), before=str(account.enabled),
        after=str(not wanted),
    )  # fmt: skip
    account.enabled = not wanted
    return found(user_row(site, account.person))
