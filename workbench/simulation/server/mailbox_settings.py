"""What a mailbox is for, as its settings tell it, and the groups of the directory."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.simulation.population.announcements import EVERYBODY
from workbench.simulation.server.calls import Answer, Call
from workbench.simulation.server.directory import pilot_id
from workbench.simulation.server.listing import Resource, collection, single
from workbench.simulation.server.options import Limits
from workbench.simulation.server.site import Site
from workbench.simulation.world import Person, World

SETTINGS: Resource[Person] = Resource(
    "microsoft.graph.mailboxSettings",
    {
        "userPurpose": lambda p: p.kind,
        "timeZone": lambda p: "W. Europe Standard Time",
        "automaticRepliesSetting": lambda p: {"status": "disabled", "externalAudience": "none"},
    },
    named=False,
)


@dataclass(frozen=True, slots=True)
class Group:
    """``types`` holds Unified where the group has a mailbox of its own."""

    key: str
    name: str
    mail: str | None
    types: tuple[str, ...] = ()


GROUP: Resource[Group] = Resource(
    "microsoft.graph.group",
    {
        "id": lambda g: g.key,
        "displayName": lambda g: g.name,
        "mail": lambda g: g.mail,
        "groupTypes": lambda g: list(g.types),
        "mailEnabled": lambda g: g.mail is not None,
        "securityEnabled": lambda g: not g.types,
    },
    limits=Limits(100, 999),
)


def get_settings(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    return single(call, SETTINGS, site.mailbox(names).person, "users/mailboxSettings")


def groups_of(world: World) -> list[Group]:
    """The pilot's, the list of everybody, and one team's with a mailbox of its own."""
    domain, root = world.domains[0], uuid.UUID(world.tenant_id)
    return [
        Group(pilot_id(world), "Pilot", None),
        Group(str(uuid.uuid5(root, "group everybody")), "Everybody", EVERYBODY),
        Group(
            str(uuid.uuid5(root, "group team")), "Trade Fair", f"trade-fair@{domain}", ("Unified",)
        ),
    ]


def list_groups(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    return collection(call, GROUP, groups_of(site.world), "groups")
