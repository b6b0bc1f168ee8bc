"""Users and the organisation: the part of Entra ID the workbench reads."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from workbench.simulation.server.calls import Answer, Call, GraphRefusal, stamp
from workbench.simulation.server.listing import Resource, collection, counted, single
from workbench.simulation.server.options import Limits
from workbench.simulation.server.site import GUEST, SERVICE, Site
from workbench.simulation.world import Person, World

SESSIONS = "signInSessionsValidFromDateTime"
EXCHANGE_PLAN = "efb87545-963c-4e0d-99df-69c6916d9eb0"  # service plan Exchange Online (Plan 2)


def _everyone(site: Site) -> list[Person]:
    return [*site.world.people, *site.without_mailbox]


def _mail(person: Person) -> str | None:
    if person.kind == SERVICE:
        return None
    return "auditor@partner.example" if person.kind == GUEST else person.address


def _given(person: Person) -> str | None:
    return person.name.split(" ")[0] if person.kind == "user" else None


def _surname(person: Person) -> str | None:
    return person.name.partition(" ")[2] or None if person.kind == "user" else None


def _plans(person: Person) -> list[dict[str, object]]:
    if person.kind in {GUEST, SERVICE}:
        return []
    plan: dict[str, object] = {"service": "exchange", "servicePlanId": EXCHANGE_PLAN}
    return [{**plan, "capabilityStatus": "Enabled", "assignedDateTime": "2025-01-07T08:00:00Z"}]


USER: Resource[Person] = Resource(
    "microsoft.graph.user",
    {
        "businessPhones": lambda p: [],
        "displayName": lambda p: p.name,
        "givenName": _given,
        "jobTitle": lambda p: p.title or None,
        "mail": _mail,
        "mobilePhone": lambda p: None,
        "officeLocation": lambda p: None,
        "preferredLanguage": lambda p: None,
        "surname": _surname,
        "userPrincipalName": lambda p: p.address,
        "id": lambda p: p.key,
        "accountEnabled": lambda p: p.kind in {"user", GUEST, SERVICE},
        "assignedPlans": _plans,
        "companyName": lambda p: None,
        "department": lambda p: p.department or None,
        "mailNickname": lambda p: p.address.partition("@")[0],
        "proxyAddresses": lambda p: [f"SMTP:{_mail(p)}"] if _mail(p) else [],
        SESSIONS: lambda p: None,
        "userType": lambda p: "Guest" if p.kind == GUEST else "Member",
    },
    usual=(
        "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone",
        "officeLocation", "preferredLanguage", "surname", "userPrincipalName", "id",
    ),
    limits=Limits(100, 999),
)  # fmt: skip


def list_users(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    return collection(call, USER, _everyone(site), "users")


def count_users(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    if call.headers.get("consistencylevel", "").casefold() != "eventual":
        raise GraphRefusal(400, "Request_BadRequest", "$count needs ConsistencyLevel: eventual.")
    return counted(call, USER, _everyone(site))


def get_user(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """Whether the account is enabled may have changed since."""
    person = find_person(site, names["user"])
    if person.kind in {GUEST, SERVICE}:
        return single(call, USER, person, "users/$entity")
    account = site.state.account(person, site.settings.intruded)
    enabled = account.enabled
    since = stamp(account.valid_from or site.world.now)
    present = {"accountEnabled": lambda p: enabled, SESSIONS: lambda p: since}
    now = replace(USER, fields={**USER.fields, **present})
    return single(call, now, person, "users/$entity")


def find_person(site: Site, name: str) -> Person:
    """By object id or address; 404 for nobody."""
    wanted = name.casefold()
    for person in _everyone(site):
        if wanted in {person.key, person.address.casefold()}:
            return person
    raise GraphRefusal(
        404,
        "Request_ResourceNotFound",
        f"Resource '{name}' does not exist or one of its queried "
        "reference-property objects are not present.",
    )


def _domains(world: World) -> list[dict[str, object]]:
    return [
        {
            "capabilities": "Email, OfficeCommunicationsOnline", "isDefault": number == 0,
            "isInitial": domain.endswith(".onmicrosoft.com"), "name": domain, "type": "Managed",
        }
        for number, domain in enumerate(world.domains)
    ]  # fmt: skip


ORGANIZATION: Resource[World] = Resource(
    "microsoft.graph.organization",
    {
        "id": lambda w: w.tenant_id,
        "displayName": lambda w: w.tenant_name,
        "createdDateTime": lambda w: stamp(w.now.replace(year=w.now.year - 4, day=1)),
        "tenantType": lambda w: "AAD",
        "verifiedDomains": _domains,
    },
)


def list_organization(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    return collection(call, ORGANIZATION, [site.world], "organization")


def pilot_id(world: World) -> str:
    """The object id of the one group there is."""
    return str(uuid.uuid5(uuid.UUID(world.tenant_id), "group pilot"))


def list_members(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """Those of groups inside it too, which is what transitive says."""
    if names["group"] != pilot_id(site.world):
        raise GraphRefusal(
            404,
            "Request_ResourceNotFound",
            f"Resource '{names['group']}' does not exist or one of its queried "
            "reference-property objects are not present.",
        )
    direct, nested = site.world.pilot
    return collection(call, USER, [*direct, *nested], "users")
