"""Requests on bad days: what is repeated, what is not, and when it is enough; over real TLS."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import BAIT
from workbench.connectors.attempt import OVERDONE
from workbench.connectors.port import Connector, Move, Page, Query, Reply
from workbench.connectors.traffic import budget
from workbench.connectors.traffic.budget import SPARE
from workbench.errors import Unreachable

Make = Callable[..., Any]


@pytest.fixture(params=["connect", "connect_google"])
def make(request: pytest.FixtureRequest) -> Make:
    made: Make = request.getfixturevalue(request.param)
    return made


async def _pages(connector: Connector) -> list[Page]:
    return [page async for page in connector.find(Query(internet_id=BAIT))]


def _ask(connector: Any, question: Callable[[Any], Any]) -> Any:
    async def session() -> Any:
        try:
            await connector.connect()
            return await question(connector)
        finally:
            await connector.close()

    return asyncio.run(session())


FAULTS: tuple[dict[str, object], ...] = (
    {"fault": "drop-before"},
    {"fault": "drop-after"},
    {"fault": "status", "status": 500},
    {"fault": "status", "status": 429, "retry_after": "date"},
    {"fault": "batch-cut"},
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault["fault"]))
def test_questions_that_got_lost_are_asked_again(
    make: Make, tenant: SimulatedTenant, fault: dict[str, object]
) -> None:
    tenant.faults({"path": "batch|messages", "times": 2, **fault})
    pages = _ask(make(), _pages)
    assert [page.unreached for page in pages if page.unreached] == []
    assert sum(len(page.copies) for page in pages) == 3


def test_a_change_of_which_nobody_knows_is_not_sent_again(
    make: Make, tenant: SimulatedTenant
) -> None:
    async def question(connector: Connector) -> Reply:
        copy = next(copy for page in await _pages(connector) for copy in page.copies)
        (there,) = await connector.look([copy.ref])
        folder = await connector.quarantine_folder(copy.ref.mailbox)
        tenant.faults({"fault": "drop-after", "method": "POST", "path": "batchModify|/move"})
        assert there.copy is not None
        (moved,) = await connector.move([Move(copy.ref, folder.key, "r", there.copy.version)])
        return moved.reply

    connector = make()
    assert _ask(connector, question) is Reply.UNKNOWN
    (hits,) = tenant.control("faults", rules=[])["hits"]
    assert hits == 1


def test_a_tenant_that_only_refuses_is_given_up_in_words(
    make: Make, tenant: SimulatedTenant, waited: list[float]
) -> None:
    tenant.faults({"fault": "status", "status": 429, "path": "batch|messages", "retry_after": "0"})

    told = _ask(make(), _pages)
    assert len(waited) <= 3 * SPARE
    assert len({key for page in told for key, _ in page.unreached}) == 3
    assert all("asks to wait" in why for page in told for _, why in page.unreached)


def test_what_had_to_be_repeated_too_often_is_given_up_in_words(
    make: Make, tenant: SimulatedTenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "SPARE", 5)
    tenant.faults({"fault": "status", "status": 429, "path": "batch|messages", "retry_after": "0"})
    told = _ask(make(), _pages)
    assert any(OVERDONE in why for page in told for _, why in page.unreached)


def test_a_tenant_that_is_not_there_is_said_at_once(connect: Make, waited: list[float]) -> None:
    with pytest.raises(Unreachable):
        _ask(connect(graph="https://127.0.0.1:9"), _pages)
    assert waited == []
