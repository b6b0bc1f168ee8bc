"""Our tag is put on and taken off exactly, and nothing else of a message changes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.tenant import GraphClient, SimulatedTenant
from tests.workbench.desks import google_profile_of, profile_of
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Connector, Move, MoveReply, Query, Reply, Sighting
from workbench.connectors.tags import TAG, is_tag, standing, tag_off, tag_on
from workbench.model.mail import Copy


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


@pytest.fixture(params=["graph", "google"])
def connector(request: pytest.FixtureRequest, tenant: SimulatedTenant) -> Connector:
    if request.param == "google":
        return GoogleConnector(google_profile_of(tenant.facts))
    return GraphConnector(profile_of(tenant.facts))


async def first_of(connector: Connector, tenant: SimulatedTenant) -> Copy:
    await connector.connect()
    row = tenant.messages()[0]
    pages = connector.find(Query(internet_id=row["internet_id"]))
    return next(iter([copy async for page in pages for copy in page.copies]))


async def stood(connector: Connector, copy: Copy, destination: str) -> tuple[MoveReply, Sighting]:
    (seen,) = await connector.look([copy.ref])
    assert seen.copy is not None
    (reply,) = await connector.move([Move(copy.ref, destination, "r", seen.copy.version)])
    (after,) = await connector.look([copy.ref])
    return reply, after


def test_on_and_off_and_nothing_moves(connector: Connector, tenant: SimulatedTenant) -> None:
    async def act() -> None:
        copy = await first_of(connector, tenant)
        (before,) = await connector.look([copy.ref])
        assert before.copy is not None
        for wanted, tags in ((tag_on(), (TAG,)), (tag_on(), (TAG,)), (tag_off(), ())):
            reply, after = await stood(connector, copy, wanted)
            assert (reply.reply, after.reply) == (Reply.OK, Reply.OK)
            assert after.copy is not None
            assert TAG not in set(after.copy.tags) - set(tags)
            assert standing(after.copy, wanted) == wanted
            assert (after.copy.folder, after.copy.is_read) == (
                before.copy.folder, before.copy.is_read,
            )  # fmt: skip
        await connector.close()

    asyncio.run(act())


def test_a_move_leaves_the_tag_and_is_undone_exactly(
    connector: Connector, tenant: SimulatedTenant
) -> None:
    async def act() -> None:
        copy = await first_of(connector, tenant)
        await stood(connector, copy, tag_on())
        place = (await connector.quarantine_folder(copy.ref.mailbox)).key
        for wanted in (place, copy.folder):
            _, after = await stood(connector, copy, wanted)
            assert after.copy is not None
            assert (after.copy.folder, after.copy.tags) == (wanted, (TAG,))
        await connector.close()

    asyncio.run(act())


def test_categories_of_others_stay_as_they_are(tenant: SimulatedTenant) -> None:
    client, connector = GraphClient(tenant), GraphConnector(profile_of(tenant.facts))

    def categories(address: str) -> list[Any]:
        return list(client.get(f"{address}?$select=id,categories").json["categories"])

    async def act() -> None:
        copy = await first_of(connector, tenant)
        ref = copy.ref
        address = f"/v1.0/users/{ref.mailbox}/messages/{ref.key}"
        client.ask("PATCH", address, {"categories": ["Blue category", "Mine"]})
        await stood(connector, copy, tag_on())
        assert categories(address) == ["Blue category", "Mine", TAG]
        client.ask("PATCH", address, {"categories": ["Mine", TAG, "Later"]})
        await stood(connector, copy, tag_off())
        assert categories(address) == ["Mine", "Later"]
        await connector.close()

    asyncio.run(act())
    changed = {effect["after"] for effect in tenant.effects() if effect["kind"] == "change"}
    assert changed == {"categories"}


def test_a_change_meanwhile_is_a_conflict_and_is_kept(tenant: SimulatedTenant) -> None:
    connector = GraphConnector(profile_of(tenant.facts))

    async def act() -> None:
        copy = await first_of(connector, tenant)
        tenant.faults({"fault": "status", "status": 412, "method": "PATCH", "scope": "part"})
        reply, after = await stood(connector, copy, tag_on())
        assert reply.reply is Reply.CONFLICT
        assert after.copy is not None
        assert TAG not in after.copy.tags
        await connector.close()

    asyncio.run(act())


def test_no_folder_is_taken_for_a_tag() -> None:
    assert is_tag(tag_on())
    assert is_tag(tag_off())
    assert not is_tag("AAMkAGI2-")
    assert not is_tag("-")
    assert not is_tag("INBOX+Label_1")
