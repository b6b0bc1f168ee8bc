"""What owners of Gmail copies answered and passed on, against the simulated tenant."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of
from tests.workbench.remediation.labelled import Builder
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.port import Query
from workbench.model.mail import Copy

BUILDER = Builder(1)
(CAMPAIGN,) = BUILDER.campaigns
ON = CAMPAIGN.start.replace("@lure0.example", "-fw@")[1:-1]  # how the forward's id begins


@pytest.fixture
def labelled() -> Iterator[SimulatedTenant]:
    running = SimulatedTenant(BUILDER.world())
    yield running
    running.close()


async def sent(
    tenant: SimulatedTenant, deny: str = ""
) -> tuple[list[Copy], tuple[tuple[Copy, ...] | None, ...]]:
    connector = GoogleConnector(google_profile_of(tenant.facts))
    try:
        await connector.connect()
        pages = connector.find(Query(internet_id=CAMPAIGN.start))
        copies = [copy async for page in pages for copy in page.copies]
        tenant.set(denied=[deny])
        return copies, await connector.sent_in([(c.ref.mailbox, c.conversation) for c in copies])
    finally:
        await connector.close()


def forwarder() -> str:
    letter = next(one for key, one in BUILDER.letters.items() if key.endswith("-fw"))
    return letter.sender


def test_what_an_owner_passed_on_is_found_in_the_thread_of_the_copy(
    labelled: SimulatedTenant,
) -> None:
    copies, told = asyncio.run(sent(labelled))
    found = {c.mailbox_address: t for c, t in zip(copies, told, strict=True)}
    (on,) = found.pop(forwarder()) or ()
    assert on.internet_id.startswith(f"<{ON}")
    assert on.subject.startswith("FW: ")
    assert found
    assert set(found.values()) == {()}


def test_a_mailbox_that_does_not_answer_is_unknown_and_keeps_no_other_from_telling(
    labelled: SimulatedTenant,
) -> None:
    copies, told = asyncio.run(sent(labelled, forwarder()))
    found = {c.mailbox_address: t for c, t in zip(copies, told, strict=True)}
    assert found.pop(forwarder()) is None
    assert set(found.values()) == {()}
