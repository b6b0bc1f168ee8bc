"""A mailbox that failed is asked once more, and is named where that did not help."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import BAIT, DOMAIN
from workbench.connectors.attempt import TRIES
from workbench.connectors.google import search
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.port import Page, Query

ANNA, BEN, INFO = (f"{name}@{DOMAIN}" for name in ("anna", "ben", "info"))
Make = Callable[..., GoogleConnector]
FAILS = {"fault": "status", "status": 500, "path": f"/users/{ANNA}/messages", "method": "GET"}


def pages(connector: GoogleConnector) -> list[Page]:
    async def story() -> list[Page]:
        try:
            await connector.connect()
            return [page async for page in connector.find(Query(internet_id=BAIT))]
        finally:
            await connector.close()

    return asyncio.run(story())


def addresses(found: list[Page]) -> list[str]:
    return [copy.mailbox_address for page in found for copy in page.copies]


def test_what_failed_is_asked_once_more_after_the_others(
    connect_google: Make, tenant: SimulatedTenant
) -> None:
    tenant.faults({**FAILS, "times": TRIES})
    found = pages(connect_google())
    assert sorted(addresses(found)) == [ANNA, BEN, INFO]
    assert addresses(found)[-1] == ANNA
    assert [page.unreached for page in found if page.unreached] == []
    assert [page.mailboxes_done for page in found] == list(range(1, found[-1].mailboxes_total + 1))


def test_what_fails_again_is_named_once(connect_google: Make, tenant: SimulatedTenant) -> None:
    tenant.faults(FAILS)
    found = pages(connect_google())
    assert sorted(addresses(found)) == [BEN, INFO]
    ((named, why),) = [one for page in found for one in page.unreached]
    assert named == ANNA
    assert "told to refuse" in why
    assert found[-1].mailboxes_done == found[-1].mailboxes_total


def test_where_too_many_fail_nothing_is_asked_again(
    connect_google: Make, tenant: SimulatedTenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "LATER", 0)
    tenant.faults({**FAILS, "times": TRIES})
    found = pages(connect_google())
    assert [key for page in found for key, _ in page.unreached] == [ANNA]
