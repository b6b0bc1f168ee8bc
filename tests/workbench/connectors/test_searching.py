"""Searches by sender, subject, time and words, asked of both providers over TLS."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import BAIT, DOMAIN, NOW
from workbench.connectors.port import Connector, Page, Query

ANNA = f"anna@{DOMAIN}"
Find = Callable[[Query], list[Page]]


@pytest.fixture(params=["connect", "connect_google"])
def find(request: pytest.FixtureRequest, tenant: SimulatedTenant) -> Find:
    connector: Connector = request.getfixturevalue(request.param)()

    def run(query: Query) -> list[Page]:
        async def session() -> list[Page]:
            await connector.connect()
            try:
                return [page async for page in connector.find(query)]
            finally:
                await connector.close()

        return asyncio.run(session())

    return run


def counted(pages: list[Page]) -> int:
    assert not [page.unreached for page in pages if page.unreached]
    return sum(len(page.copies) for page in pages)


@pytest.mark.parametrize(
    ("query", "copies"),
    [
        (Query(sender="Eve@Lure.example"), 36),
        (Query(sender="lure.example"), 36),
        (Query(sender="ure.example"), 0),
        (Query(sender="anna@lure.example"), 0),
        (Query(subject="letter 1"), 9),  # 1, 10 and 11 in each of three
        (Query(subject="Letter 0"), 3),
        (Query(subject="letter", sender="eve@lure.example"), 36),
        (Query(text="Grüße"), 36),
        (Query(text="Grü Letter"), 0),
        (Query(since=NOW - timedelta(hours=3, minutes=30), subject="letter"), 9),
        (Query(until=NOW - timedelta(hours=10, minutes=30), text="grüße"), 6),
        (Query(since=NOW - timedelta(hours=2, minutes=30), until=NOW - timedelta(hours=1)), 3),
        (Query(internet_id=BAIT, sender="eve@lure.example", subject="letter"), 3),
        (Query(internet_id=BAIT, subject="other"), 0),
        (Query(subject='Letter" OR from:"anna'), 0),
        (Query(text='nothing" OR "Grüße'), 0),
    ],
)
def test_what_is_asked_is_found_and_nothing_else(find: Find, query: Query, copies: int) -> None:
    assert counted(find(query)) == copies


def test_new_mail_is_missing_until_it_is_indexed(find: Find, tenant: SimulatedTenant) -> None:
    tenant.set(index_lag=(datetime.now(UTC) - NOW).total_seconds() + 5_000)
    assert counted(find(Query(text="Grüße"))) == 33
    assert counted(find(Query(internet_id=BAIT))) == 3


def test_a_search_may_name_what_its_owner_deleted_for_good(
    connect: Callable[..., Any], tenant: SimulatedTenant
) -> None:
    for where in ("deleteditems", "recoverableitemsdeletions"):
        message = tenant.messages(mailbox=ANNA, internet_id=BAIT)[0]["id"]
        tenant.user("move", mailbox=ANNA, message=message, folder=where)

    async def session(query: Query) -> set[str]:
        connector = connect()
        await connector.connect()
        try:
            pages = [page async for page in connector.find(query)]
        finally:
            await connector.close()
        return {copy.mailbox_address for page in pages for copy in page.copies}

    assert ANNA not in asyncio.run(session(Query(internet_id=BAIT)))
    assert ANNA in asyncio.run(session(Query(internet_id=BAIT, recoverable=True)))
