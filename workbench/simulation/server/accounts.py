"""Evidence about accounts as Exchange and Entra ID show it, and the acts that contain them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.simulation.accounts import SimAccount, SimGrant, SimRule, SimSignIn
from workbench.simulation.server.calls import Answer, Call, GraphRefusal, stamp
from workbench.simulation.server.directory import find_person
from workbench.simulation.server.listing import Resource, collection, single
from workbench.simulation.server.options import Limits
from workbench.simulation.server.site import Site, not_found
from workbench.simulation.server.state import Mailbox
from workbench.simulation.world import Person

AUDIT = Limits(1000, 1000)
_ONE_USER = re.compile(r"userId eq '([^']+)'")


@dataclass(frozen=True, slots=True)
class ShownRule:
    rule: SimRule
    mailbox: Mailbox


def _conditions(shown: ShownRule) -> dict[str, object]:
    rule = shown.rule
    made: dict[str, object] = {}
    if rule.words:
        made["bodyOrSubjectContains"] = list(rule.words)
    if rule.senders:
        made["senderContains"] = list(rule.senders)
    return made


def _actions(shown: ShownRule) -> dict[str, object]:
    rule = shown.rule
    made: dict[str, object] = {"stopProcessingRules": True}
    if rule.folder:
        found = (f for f in shown.mailbox.folders.values() if f.name == rule.folder)
        junk = shown.mailbox.folder("junkemail")
        made["moveToFolder"] = next((f.id for f in found), junk.id if junk else "")
    if rule.forward:
        address = {"name": rule.forward, "address": rule.forward}
        made["forwardTo"] = [{"emailAddress": address}]
    made |= {"markAsRead": True} if rule.mark_read else {}
    made |= {"delete": True} if rule.delete else {}
    return made


RULE: Resource[ShownRule] = Resource(
    "microsoft.graph.messageRule",
    {
        "id": lambda s: s.rule.key,
        "displayName": lambda s: s.rule.name,
        "sequence": lambda s: 1,
        "isEnabled": lambda s: s.rule.enabled,
        "hasError": lambda s: False,
        "isReadOnly": lambda s: False,
        "conditions": _conditions,
        "actions": _actions,
    },
    limits=Limits(100, 1000),
)


def _of(site: Site, person: Person) -> SimAccount:
    return site.state.account(person, site.settings.intruded)


def _mailbox(site: Site, names: Mapping[str, str]) -> tuple[Mailbox, SimAccount]:
    mailbox = site.mailbox(names)
    return mailbox, _of(site, mailbox.person)


def list_rules(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    mailbox, account = _mailbox(site, names)
    rules = [ShownRule(rule, mailbox) for rule in account.rules.values()]
    return collection(call, RULE, rules, "users/mailFolders/messageRules")


def _rule(site: Site, names: Mapping[str, str]) -> tuple[Mailbox, SimAccount, SimRule]:
    mailbox, account = _mailbox(site, names)
    if (rule := account.rules.get(names["rule"])) is None:
        raise not_found()
    return mailbox, account, rule


def get_rule(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    mailbox, _, rule = _rule(site, names)
    return single(call, RULE, ShownRule(rule, mailbox), "users/mailFolders/messageRules/$entity")


def change_rule(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """Only whether it is on: the rest is not changed by this product."""
    mailbox, _, rule = _rule(site, names)
    wanted = call.document().get("isEnabled")
    if not isinstance(wanted, bool):
        raise GraphRefusal(400, "BadRequest", "Only isEnabled is simulated here.")
    site.log.add(
        "rule", mailbox.person.key, site.cause(call), message=rule.key,
        before=str(rule.enabled), after=str(wanted),
    )  # fmt: skip
    rule.enabled = wanted
    return single(call, RULE, ShownRule(rule, mailbox), "users/mailFolders/messageRules/$entity")


Entry = tuple[Person, SimSignIn]

SIGN_IN: Resource[Entry] = Resource(
    "microsoft.graph.signIn",
    {
        "id": lambda e: e[1].key,
        "createdDateTime": lambda e: stamp(e[1].moment),
        "userId": lambda e: e[0].key,
        "userPrincipalName": lambda e: e[0].address,
        "userDisplayName": lambda e: e[0].name,
        "appDisplayName": lambda e: e[1].application,
        "clientAppUsed": lambda e: e[1].client,
        "ipAddress": lambda e: e[1].ip,
        "isInteractive": lambda e: True,
        "riskLevelDuringSignIn": lambda e: e[1].risk,
        "riskState": lambda e: "none" if e[1].risk == "none" else "atRisk",
        "location": lambda e: {"city": e[1].city, "countryOrRegion": e[1].country},
        "deviceDetail": lambda e: {"operatingSystem": "Windows10", "browser": "Edge"},
        "status": lambda e: {
            "errorCode": 50126 if e[1].failed else 0,
            "failureReason": "Invalid username or password." if e[1].failed else "Other.",
        },
    },
    limits=AUDIT,
)


def list_sign_ins(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    named = _ONE_USER.search(call.query.get("$filter", ""))
    people = [find_person(site, named[1])] if named else list(site.world.people)
    entries = [(person, one) for person in people for one in _of(site, person).sign_ins]
    return collection(call, SIGN_IN, entries, "auditLogs/signIns")


RISKY: Resource[SimAccount] = Resource(
    "microsoft.graph.riskyUser",
    {
        "id": lambda a: a.person.key,
        "userPrincipalName": lambda a: a.person.address,
        "userDisplayName": lambda a: a.person.name,
        "riskState": lambda a: a.risk,
        "riskLevel": lambda a: "high",
        "riskDetail": lambda a: "none",
        "riskLastUpdatedDateTime": lambda a: stamp(a.sign_ins[0].moment),
        "isDeleted": lambda a: False,
        "isProcessing": lambda a: False,
    },
    limits=Limits(20, 500),
)


def get_risky_user(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    account = _of(site, find_person(site, names["user"]))
    if not account.risk:
        raise GraphRefusal(404, "ResourceNotFound", f"({names['user']}) could not be found.")
    return single(call, RISKY, account, "identityProtection/riskyUsers/$entity")


GRANT: Resource[tuple[Person, SimGrant]] = Resource(
    "microsoft.graph.oAuth2PermissionGrant",
    {
        "id": lambda g: g[1].key,
        "clientId": lambda g: g[1].client,
        "consentType": lambda g: "Principal",
        "principalId": lambda g: g[0].key,
        "resourceId": lambda g: "7ea9e944-71ce-443d-811c-71e8047b557a",
        "scope": lambda g: " ".join(g[1].scopes),
    },
)
APPLICATION: Resource[SimGrant] = Resource(
    "microsoft.graph.servicePrincipal",
    {
        "id": lambda g: g.client,
        "appId": lambda g: g.client,
        "displayName": lambda g: g.application,
        "accountEnabled": lambda g: True,
        "verifiedPublisher": lambda g: {
            "displayName": g.application if g.verified else None,
            "verifiedPublisherId": "6001" if g.verified else None,
            "addedDateTime": None,
        },
    },
)


def list_grants(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    person = find_person(site, names["user"])
    grants = [(person, grant) for grant in _of(site, person).grants.values()]
    return collection(call, GRANT, grants, "users/oauth2PermissionGrants")


def get_application(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    for person in site.world.people:
        for grant in _of(site, person).grants.values():
            if grant.client == names["application"]:
                return single(call, APPLICATION, grant, "servicePrincipals/$entity")
    raise GraphRefusal(404, "Request_ResourceNotFound", "No such service principal.")


def delete_grant(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    for person in site.world.people:
        account = _of(site, person)
        if account.grants.pop(names["grant"], None) is not None:
            site.log.add("grant", person.key, site.cause(call), before=names["grant"])
            return Answer(204)
    raise GraphRefusal(404, "Request_ResourceNotFound", "No such permission grant.")


def revoke_sessions(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    account = _of(site, find_person(site, names["user"]))
    account.end_sessions()
    site.log.add("sessions", account.person.key, site.cause(call), after=str(account.revoked))
    head = {"@odata.context": f"{call.origin}/{call.version}/$metadata#Edm.Boolean"}
    return Answer(200, {**head, "value": True})


def change_user(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """Whether the account is enabled, and nothing else."""
    account = _of(site, find_person(site, names["user"]))
    wanted = call.document()
    if set(wanted) != {"accountEnabled"} or not isinstance(wanted["accountEnabled"], bool):
        raise GraphRefusal(400, "Request_BadRequest", "Only accountEnabled is simulated here.")
    site.log.add(
        "account", account.person.key, site.cause(call), before=str(account.enabled),
        after=str(wanted["accountEnabled"]),
    )  # fmt: skip
    account.enabled = wanted["accountEnabled"]
    return Answer(204)
