"""Delta as Graph has it: doubles, partial updates, rounds that tell of no more than 5,000."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import ANNA, BAIT
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.watching import Changed, Place
from workbench.errors import Unexpected, Untrusted

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
INBOX = Place(ANNA, "inbox", "inbox")


@pytest.fixture
def ask(connect: Callable[..., GraphConnector]) -> Callable[..., Any]:
    def run(story: Callable[[GraphConnector], Coroutine[Any, Any, Any]]) -> Any:
        async def session() -> Any:
            connector = connect()
            try:
                await connector.connect()
                return await story(connector)
            finally:
                await connector.close()

        return asyncio.run(session())

    return run


async def rounds(
    connector: GraphConnector, mark: str = "", start: datetime = LONG_AGO
) -> list[Changed]:
    return [page async for page in connector.changes(INBOX, mark, start)]


def test_places_are_folders_without_drafts_and_hidden_ones(ask: Callable[..., Any]) -> None:
    places = ask(lambda connector: connector.places(ANNA))
    assert {place.known for place in places} >= {"inbox", "sentitems", "junkemail", "deleteditems"}
    assert "drafts" not in {place.known for place in places}


def test_doubles_are_told_once(ask: Callable[..., Any], tenant: SimulatedTenant) -> None:
    tenant.set(delta_doubles=1.0)
    (page,) = ask(rounds)
    assert len(page.copies) == len({copy.ref for copy in page.copies}) == 12


def test_an_update_that_holds_only_what_changed_is_looked_up(
    ask: Callable[..., Any], tenant: SimulatedTenant
) -> None:
    async def story(connector: GraphConnector) -> list[Changed]:
        (first,) = await rounds(connector)
        tenant.set(delta_partial=True)
        tenant.user("read", mailbox=ANNA, message=BAIT)
        return await rounds(connector, first.mark)

    (page,) = ask(story)
    (copy,) = page.copies
    assert copy.internet_id == BAIT
    assert copy.is_read


def test_a_filtered_round_that_is_full_is_followed_by_one_of_everything(
    ask: Callable[..., Any], tenant: SimulatedTenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service's own bound is 5,000; here both sides have 4."""
    monkeypatch.setattr("workbench.connectors.graph.watching.FILTERED", 4)
    monkeypatch.setattr("workbench.simulation.server.watching.FILTERED", 4)
    start = sorted(m.received for m in tenant.world.messages if m.mailbox == ANNA)[2]
    first, second = ask(lambda connector: rounds(connector, "", start))
    assert (len(first.copies), first.more, first.reset) == (4, True, True)
    assert (len(second.copies), second.more, second.reset) == (10, False, False)


@pytest.mark.parametrize(
    "text",
    ['{"value": []}', '{"value": [{}], "@odata.deltaLink": "x"}', '{"value": 1}', "[]", "<html>",
     '{"value": [], "@odata.deltaLink": 7}', '{"value": [], "@odata.nextLink": 7}'],
)  # fmt: skip
def test_an_answer_of_another_shape_is_unexpected(
    ask: Callable[..., Any], tenant: SimulatedTenant, text: str
) -> None:
    tenant.faults({"fault": "body", "path": "delta", "text": text})
    with pytest.raises(Unexpected):
        ask(rounds)


def test_a_link_to_elsewhere_is_not_followed(
    ask: Callable[..., Any], tenant: SimulatedTenant
) -> None:
    text = '{"value": [], "@odata.nextLink": "https://127.0.0.1:1/v1.0/users"}'
    tenant.faults({"fault": "body", "path": "delta", "text": text})
    with pytest.raises(Untrusted):
        ask(rounds)


def test_a_link_that_comes_twice_ends_the_round(
    ask: Callable[..., Any], tenant: SimulatedTenant
) -> None:
    link = f"{tenant.facts['graph']}/v1.0/users/{ANNA}/mailFolders/inbox/messages/delta"
    text = f'{{"value": [], "@odata.nextLink": "{link}"}}'
    tenant.faults({"fault": "body", "path": "delta", "text": text})
    with pytest.raises(Unexpected, match="never end"):
        ask(rounds)
