"""What a batch counts for, and what of it is asked again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import DOMAIN
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.port import Query, Reply
from workbench.connectors.traffic.budget import RetryBudget
from workbench.model.mail import MessageRef

ANNA = f"anna@{DOMAIN}"
Make = Callable[..., GoogleConnector]
Told = TypeVar("Told")


def ask(connector: GoogleConnector, question: Callable[[GoogleConnector], Awaitable[Told]]) -> Told:
    async def session() -> Told:
        try:
            await connector.connect()
            return await question(connector)
        finally:
            await connector.close()

    return asyncio.run(session())


async def refs(connector: GoogleConnector) -> list[MessageRef]:
    return [copy.ref async for page in connector.find(Query()) for copy in page.copies]


def budget_of(connector: GoogleConnector) -> RetryBudget:
    return connector._transports[0].traffic.budget


def test_each_part_of_a_batch_counts_and_all_of_a_lost_one_count_again(
    connect_google: Make, tenant: SimulatedTenant
) -> None:
    async def question(connector: GoogleConnector) -> tuple[int, int, int]:
        mine = [ref for ref in await refs(connector) if ref.mailbox == ANNA]
        budget = budget_of(connector)
        needed, repeated = budget.needed, budget.repeated
        tenant.faults({"fault": "drop-before", "path": "/batch", "scope": "outer", "times": 1})
        assert {sighting.reply for sighting in await connector.look(mine)} == {Reply.OK}
        return len(mine), budget.needed - needed, budget.repeated - repeated

    copies, needed, repeated = ask(connect_google(), question)
    assert copies > 1
    assert (needed, repeated) == (copies, copies)


def test_a_part_that_got_lost_is_asked_again_alone(
    connect_google: Make, tenant: SimulatedTenant
) -> None:
    tenant.faults({"fault": "drop-after", "path": "/messages/", "scope": "part", "times": 1})

    async def question(connector: GoogleConnector) -> tuple[int, int]:
        return len(await refs(connector)), budget_of(connector).repeated

    wanted = len(tenant.control("google-messages")["messages"])
    assert ask(connect_google(), question) == (wanted, 1)
