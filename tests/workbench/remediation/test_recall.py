"""Scope recall on labelled campaigns: every reachable copy, no foreign one, each gap named."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of, profile_of
from tests.workbench.remediation.labelled import Builder, Campaign
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Connector, Query
from workbench.jobs import unheard
from workbench.model.remediation import Scope
from workbench.remediation.natures import described
from workbench.remediation.scope import find_scope
from workbench.simulation.world import Person
from workbench.sorting import MailboxSorter
from workbench.store import messages, tenants
from workbench.store.workspace import Workspace

BEYOND = {"what was deleted for good", "Google's own quarantine"}


@dataclass(frozen=True, slots=True)
class Measured:
    wanted: int
    reached: int
    foreign: int
    unnamed: int  # copies nobody can reach, and no sentence says so
    held: int
    held_wanted: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the tenant itself says: mailbox and Message-ID of each copy, addresses by mailbox."""

    copies: Mapping[tuple[str, str], tuple[str, str]]  # by key of the mailbox and of the copy
    addresses: Mapping[str, str]


class Graph:
    """Keys of mailboxes are keys of people; quarantined mail is in the records."""

    records = True

    def connector(self, tenant: SimulatedTenant) -> Connector:
        return GraphConnector(profile_of(tenant.facts))

    def close(self, builder: Builder, tenant: SimulatedTenant) -> None:
        """Without archives, whose owners every scope names: who did not answer has to be named
        for that alone."""
        tenant.set(denied=[person.key for person in closed_of(builder)], archives=[])

    def copies(self, tenant: SimulatedTenant) -> dict[tuple[str, str], tuple[str, str]]:
        rows = tenant.messages()
        return {(r["mailbox"], r["id"]): (r["mailbox"], r["internet_id"]) for r in rows}

    def beyond(self, campaign: Campaign) -> set[tuple[str, str]]:
        return set()


class Google:
    """Keys of mailboxes are addresses; what was deleted for good, and what the provider holds, is
    shown to nobody, which every scope has to say."""

    records = False

    def connector(self, tenant: SimulatedTenant) -> Connector:
        return GoogleConnector(google_profile_of(tenant.facts))

    def close(self, builder: Builder, tenant: SimulatedTenant) -> None:
        tenant.set(denied=[person.address for person in closed_of(builder)])

    def copies(self, tenant: SimulatedTenant) -> dict[tuple[str, str], tuple[str, str]]:
        keys = {person.address: person.key for person in tenant.world.people}
        rows = tenant.control("google-messages")["messages"]
        return {(r["mailbox"], r["id"]): (keys[r["mailbox"]], r["internet_id"]) for r in rows}

    def beyond(self, campaign: Campaign) -> set[tuple[str, str]]:
        return campaign.deep


Face = Graph | Google
FACES: Mapping[str, Face] = {"graph": Graph(), "google": Google()}
Serve = Callable[[Face, int], tuple[Builder, SimulatedTenant]]


def closed_of(builder: Builder) -> tuple[Person, ...]:
    return builder.people[-2:]


@pytest.fixture
def serve() -> Iterator[Serve]:
    running: list[SimulatedTenant] = []

    def make(face: Face, campaigns: int) -> tuple[Builder, SimulatedTenant]:
        builder = Builder(campaigns)
        running.append(SimulatedTenant(builder.world()))
        running[0].set(held=[row for campaign in builder.campaigns for row in campaign.held])
        face.close(builder, running[0])
        return builder, running[0]

    yield make
    for tenant in running:
        tenant.close()


async def measured(face: Face, builder: Builder, tenant: SimulatedTenant, path: Path) -> Measured:
    workspace = Workspace.open(path)
    connector = face.connector(tenant)
    try:
        customer = (await connector.connect()).id
        boxes = [box async for page in connector.mailboxes() for box in page]
        await workspace.run(tenants.save_mailboxes, customer, boxes)
        await MailboxSorter(workspace, connector).run(boxes, unheard)
        told = Told(face.copies(tenant), {person.key: person.address for person in builder.people})
        total = Measured(0, 0, 0, 0, 0, 0)
        closed = {person.key for person in closed_of(builder)}
        for campaign in builder.campaigns:
            total = _added(total, await _one(face, connector, workspace, told, campaign, closed))
        return total
    finally:
        await connector.close()
        workspace.close()


async def _one(
    face: Face, connector: Connector, workspace: Workspace, told: Told, campaign: Campaign,
    closed: set[str],
) -> Measured:  # fmt: skip
    pages = connector.find(Query(internet_id=campaign.start))
    copies = [copy async for page in pages for copy in page.copies]
    ids = await workspace.run(messages.save, copies)
    if not ids:  # the analyst cannot begin with what lies only where nobody answers
        return Measured(0, 0, 0, 0, 0, 0)
    (first, *_) = ids
    scope = await find_scope(connector, workspace, first, unheard)
    scope = await described(scope, connector, workspace, first)
    return _judged(face, scope, campaign, closed, told)


def _judged(face: Face, scope: Scope, campaign: Campaign, closed: set[str], told: Told) -> Measured:
    found = {told.copies[row.ref.mailbox, row.ref.key] for row in scope.rows}
    beyond = face.beyond(campaign)
    reachable = {copy for copy in campaign.copies - beyond if copy[0] not in closed}
    named = " ".join((*(address for address, _ in scope.unreached), *scope.gaps))
    away = {told.addresses[mailbox] for mailbox, _ in campaign.copies if mailbox in closed}
    unnamed = sum(address not in named for address in away)
    unsaid = len(beyond) + len(campaign.held) if not face.records else 0
    if set(scope.gaps) >= BEYOND:
        unsaid = 0
    return Measured(
        len(reachable), len(found & reachable), len(found - campaign.copies),
        unnamed + unsaid, len(scope.held), len(campaign.held) if face.records else 0,
    )  # fmt: skip


def _added(one: Measured, other: Measured) -> Measured:
    return replace(
        one,
        **{n: getattr(one, n) + getattr(other, n) for n in Measured.__slots__},
    )


@pytest.mark.parametrize("provider", FACES)
@pytest.mark.parametrize("campaigns", [6, pytest.param(200, marks=pytest.mark.long)])
def test_every_reachable_copy_is_found_and_nothing_else(
    serve: Serve, campaigns: int, provider: str, tmp_path: Path
) -> None:
    face = FACES[provider]
    builder, tenant = serve(face, campaigns)
    found = asyncio.run(measured(face, builder, tenant, tmp_path / "recall.workspace"))
    print(f"{campaigns} campaigns, {provider}: {found}")
    assert found.wanted > campaigns
    assert found.reached >= 0.995 * found.wanted
    assert (found.foreign, found.unnamed) == (0, 0)
    assert found.held == found.held_wanted
