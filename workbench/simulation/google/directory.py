"""The Admin SDK's directory: users and the members of groups."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.simulation.google.calls import GoogleCall, GoogleRefusal, found, paged
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.server.calls import Answer
from workbench.simulation.world import Person

STAYED_AWAY = ("former.colleague", "on.leave")  # one archived, one suspended
EVERYONE, PILOT = "everyone", "pilot"  # the groups there are; the second holds another one


def user_row(site: GoogleSite, person: Person) -> dict[str, object]:
    first, _, last = person.name.partition(" ")
    return {
        "kind": "admin#directory#user",
        "id": str(int(person.key.replace("-", "")[:16], 16)),
        "primaryEmail": person.address,
        "name": {"givenName": first, "familyName": last, "fullName": person.name},
        "isAdmin": person.address == site.admin,
        "suspended": person.kind == "user"
        and not site.state.account(person, site.settings.intruded).enabled,
        "archived": False,
        "isMailboxSetup": person.address not in site.settings.denied,
        "customerId": site.customer,
        "orgUnitPath": f"/{person.department}" if person.department else "/",
        "emails": [{"address": person.address, "primary": True}],
    }


def list_users(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    if not call.first("customer") and not call.first("domain"):
        raise GoogleRefusal(400, "Bad Request", "badRequest")
    size = call.number("maxResults", 100, 500)
    rows = [*(user_row(site, person) for person in site.world.people), *_away(site)]
    page = paged("users", rows, call.offset(), size)
    return found({"kind": "admin#directory#users", "etag": '"users"', **page})


def _away(site: GoogleSite) -> list[dict[str, object]]:
    """Accounts beside people: Gmail answers nobody in their name."""
    return [
        {
            "kind": "admin#directory#user", "id": str(9_000 + number), "archived": number == 0,
            "primaryEmail": f"{name}@{site.world.domains[0]}", "suspended": True,
            "name": {"givenName": "Former", "familyName": "Colleague", "fullName": name},
            "isMailboxSetup": True, "customerId": site.customer, "orgUnitPath": "/",
        }
        for number, name in enumerate(STAYED_AWAY)
    ]  # fmt: skip


def list_groups(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    if not call.first("customer") and not call.first("domain"):
        raise GoogleRefusal(400, "Bad Request", "badRequest")
    rows = [
        {
            "kind": "admin#directory#group", "id": name, "name": name.title(),
            "email": f"{name}@{site.world.domains[0]}", "directMembersCount": "1",
        }
        for name in (EVERYONE, PILOT)
    ]  # fmt: skip
    page = paged("groups", rows, call.offset(), call.number("maxResults", 200, 200))
    return found({"kind": "admin#directory#groups", "etag": '"groups"', **page})


def get_user(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    wanted = names["user"].casefold()
    for person in site.world.people:
        if wanted == person.address.casefold():
            return found(user_row(site, person))
    raise GoogleRefusal(404, "Resource Not Found: userKey", "notFound")


def list_members(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    rows = _rows(site, names["group"].partition("@")[0], call.first("includeDerivedMembership"))
    page = paged("members", rows, call.offset(), call.number("maxResults", 200, 200))
    return found({"kind": "admin#directory#members", "etag": '"members"', **page})


def _rows(site: GoogleSite, group: str, derived: str) -> list[dict[str, object]]:
    """A group inside is a row of its own, unless those who belong to it are asked for."""
    if group == EVERYONE:
        return [_member(person) for person in site.world.people]
    if group != PILOT:
        raise GoogleRefusal(404, "Resource Not Found: groupKey", "notFound")
    direct, nested = site.world.pilot
    if derived == "true":
        return [_member(person) for person in (*direct, *nested)]
    inner: dict[str, object] = {
        "kind": "admin#directory#member", "id": "inner", "role": "MEMBER", "type": "GROUP",
        "email": f"{PILOT}-inner@{site.world.domains[0]}", "status": "ACTIVE",
    }  # fmt: skip
    return [*(_member(person) for person in direct), inner]


def _member(person: Person) -> dict[str, object]:
    return {
        "kind": "admin#directory#member", "id": person.key, "email": person.address,
        "role": "MEMBER", "type": "USER", "status": "ACTIVE",
    }  # fmt: skip
