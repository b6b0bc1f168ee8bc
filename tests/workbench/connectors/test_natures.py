"""What each mailbox is, asked of both providers over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from workbench.connectors.fenced import FencedConnector
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.graph.natures import SETTINGS
from workbench.connectors.natures import natured
from workbench.connectors.port import Connector
from workbench.errors import PermissionMissing
from workbench.model.natures import MailboxKind, Nature, badges
from workbench.model.tenant import Mailbox

MakeGraph = Callable[..., GraphConnector]


def sorted_out(connector: Connector) -> tuple[tuple[Nature, ...], tuple[Nature, ...]]:
    async def ask() -> tuple[tuple[Nature, ...], tuple[Nature, ...]]:
        try:
            await connector.connect()
            boxes = [box async for page in connector.mailboxes() for box in page]
            asked = natured(connector)
            assert asked is not None
            return await asked.natures(boxes), await asked.beyond()
        finally:
            await connector.close()

    return asyncio.run(ask())


def test_exchange_tells_what_a_mailbox_is_for(connect: MakeGraph, tenant: SimulatedTenant) -> None:
    natures, beyond = sorted_out(connect())
    kinds = {one.address: one.kind for one in natures}
    wanted = {"user": "person", "shared": "shared", "room": "room"}
    assert kinds == {p.address: wanted[p.kind] for p in tenant.world.people}
    assert [(one.kind, one.address.partition("@")[0]) for one in beyond] == [
        (MailboxKind.GROUP, "trade-fair")
    ]


def test_without_the_right_no_kind_is_told_and_the_right_is_named(
    connect: MakeGraph, tenant: SimulatedTenant
) -> None:
    tenant.set(revoked=list(SETTINGS))
    natures, _ = sorted_out(connect())
    assert {one.kind for one in natures} == {MailboxKind.UNKNOWN}
    assert {one.note for one in natures} == {"missing right: MailboxSettings.Read"}


def test_an_account_without_mailbox_is_told_from_one_that_answers(
    connect: MakeGraph, tenant: SimulatedTenant
) -> None:
    address = tenant.world.people[0].address
    tenant.set(elsewhere=[address])
    natures, _ = sorted_out(connect())
    kinds = {one.address: one.kind for one in natures}
    assert kinds[address] is MailboxKind.ELSEWHERE
    assert list(kinds.values()).count(MailboxKind.ELSEWHERE) == 1


def test_groups_that_may_not_be_listed_are_said(
    connect: MakeGraph, tenant: SimulatedTenant
) -> None:
    tenant.set(revoked=["GroupMember.Read.All", "Directory.Read.All"])
    with pytest.raises(PermissionMissing, match="GroupMember"):
        sorted_out(connect())


def test_nothing_is_told_of_whom_the_fence_leaves_out(
    connect: MakeGraph, tenant: SimulatedTenant
) -> None:
    inside = tenant.world.people[1].address
    natures, beyond = sorted_out(FencedConnector(connect(), (inside,)))
    assert ([one.address for one in natures], beyond) == ([inside], ())


def test_google_names_suspended_and_archived_users_and_groups(
    connect_google: Callable[..., Any],
) -> None:
    connector: GoogleConnector = connect_google()
    natures, beyond = sorted_out(connector)
    assert {one.kind for one in natures} == {MailboxKind.PERSON}
    kinds = {one.address.partition("@")[0]: one.kind for one in beyond}
    assert kinds == {
        "former.colleague": MailboxKind.ARCHIVED,
        "on.leave": MailboxKind.SUSPENDED,
        "everyone": MailboxKind.GROUP,
        "pilot": MailboxKind.GROUP,
    }


def test_badges_say_what_is_special_and_nothing_else() -> None:
    def told(kind: MailboxKind, provider: str = "Microsoft 365") -> tuple[str, ...]:
        return badges(Nature("k", "a@x.example", kind), provider)

    assert told(MailboxKind.PERSON) == ()
    assert told(MailboxKind.SHARED) == ("shared mailbox",)
    assert told(MailboxKind.GROUP) == ("group's mailbox", "not read")
    assert told(MailboxKind.PERSON, "Google Workspace") == ("no undo after 30 days",)


def test_whoever_signs_in_themselves_opens_their_own_mailbox(
    connect: MakeGraph, tenant: SimulatedTenant
) -> None:
    """Users are not asked for the right that tells kinds."""
    own = connect(sign_in="interactive")
    box = Mailbox("key", tenant.world.people[0].address, "")
    before = len(tenant.requests())
    (nature,) = asyncio.run(own.natures((box,)))
    assert (nature.kind, own.tells_kinds) == (MailboxKind.PERSON, True)
    assert len(tenant.requests()) == before
    asyncio.run(own.close())
