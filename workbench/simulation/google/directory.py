"""The Admin SDK's directory: users and the members of groups."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.simulation.google.calls import GoogleCall, GoogleRefusal, found, paged
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.server.calls import Answer
from workbench.simulation.world import Person

GROUP = "everyone"  # the one group there is; its members are all people


def _user(site: GoogleSite, person: Person) -> dict[str, object]:
    first, _, last = person.name.partition(" ")
    return {
        "kind": "admin#directory#user",
        "id": str(int(person.key.replace("-", "")[:16], 16)),
        "primaryEmail": person.address,
        "name": {"givenName": first, "familyName": last, "fullName": person.name},
        "isAdmin": person.address == site.admin,
        "suspended": False,
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
    rows = [_user(site, person) for person in site.world.people]
    page = paged("users", rows, call.offset(), size)
    return found({"kind": "admin#directory#users", "etag": '"users"', **page})


def get_user(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    wanted = names["user"].casefold()
    for person in site.world.people:
        if wanted == person.address.casefold():
            return found(_user(site, person))
    raise GoogleRefusal(404, "Resource Not Found: userKey", "notFound")


def list_members(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    if names["group"].partition("@")[0] != GROUP:
        raise GoogleRefusal(404, "Resource Not Found: groupKey", "notFound")
    rows = [
        {"kind": "admin#directory#member", "id": person.key, "email": person.address,
         "role": "MEMBER", "type": "USER", "status": "ACTIVE"}
        for person in site.world.people
    ]  # fmt: skip
    page = paged("members", rows, call.offset(), call.number("maxResults", 200, 200))
    return found({"kind": "admin#directory#members", "etag": '"members"', **page})
