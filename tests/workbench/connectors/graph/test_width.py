"""A tenant that counts all mailboxes together is asked by fewer at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.connectors.traffic.virtual import VirtualClock
from tests.workbench.simulation.server.tiny import ANNA, BEN, CHRIS
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.graph.width import NARROW, SIGNS, SOONEST, WIDE, Width
from workbench.connectors.port import Query, Reply
from workbench.model.mail import Copy


@pytest.fixture
def width() -> Width:
    return Width(VirtualClock())  # type: ignore[arg-type] # has what is asked of it


CUT = [True] * 16 + [False] * 4


@pytest.mark.parametrize(
    ("refused", "size"),
    [
        (CUT, NARROW),
        ([True] * 20, WIDE),  # busy, which says nothing of the width
        ([True] * 2 + [False] * 18, WIDE),
        ([True] * 2 + [False] * 2, WIDE),
    ],
)
def test_the_share_refused_tells(width: Width, refused: list[bool], size: int) -> None:
    for _ in range(SIGNS):
        width.learn(refused, alone=True)
    assert width.size == size


def test_one_batch_cut_in_two_says_little(width: Width) -> None:
    width.learn([False] * WIDE, alone=True)
    for _ in range(5):
        width.learn(CUT, alone=False)  # several at a time, as a limit of the tenant cuts them
    width.learn(CUT, alone=True)
    width.learn([False] * WIDE, alone=True)
    width.learn(CUT, alone=True)
    assert width.size == WIDE


def test_a_doubtful_tenant_is_asked_by_one_batch_at_a_time(width: Width) -> None:
    async def alone() -> bool:
        async with width.turn(WIDE) as alone:
            return alone

    async def story() -> tuple[bool, bool]:
        width.learn([False] * WIDE, alone=True)
        before = await alone()
        width.learn(CUT, alone=False)
        return before, await alone()

    assert asyncio.run(story()) == (False, True)


def test_a_narrow_tenant_is_tried_anew_later_and_later() -> None:
    clock = VirtualClock()
    width = Width(clock)  # type: ignore[arg-type] # as above
    for wait in (SOONEST, 2 * SOONEST):
        for _ in range(SIGNS):
            width.learn(CUT, alone=True)
        clock.run(clock.sleep(wait - 1))
        assert width.size == NARROW
        clock.run(clock.sleep(1))
        assert width.size == WIDE


def test_the_first_wide_batch_goes_alone(width: Width) -> None:
    under_way, most = 0, 0

    async def ask() -> None:
        nonlocal under_way, most
        async with width.turn(WIDE):
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1

    async def story() -> int:
        await asyncio.gather(*(ask() for _ in range(3)))
        first = most
        width.learn([False] * WIDE, alone=True)
        await asyncio.gather(*(ask() for _ in range(3)))
        return first

    assert asyncio.run(story()) == 1
    assert most == 3


def test_a_tenant_that_counts_over_all_mailboxes_answers_everything(
    connect: Callable[..., GraphConnector], tenant: SimulatedTenant
) -> None:
    async def story() -> list[list[Reply]]:
        connector = connect()
        await connector.connect()
        copies: list[Copy] = [c async for p in connector.find(Query()) for c in p.copies]
        boxes = (ANNA, BEN, CHRIS)
        refs = [c.ref for box in boxes for c in [c for c in copies if c.ref.mailbox == box][:4]]
        tenant.set(across_mailboxes=True)
        try:
            return [
                [sighting.reply for sighting in await connector.look(refs)]
                for _ in range(SIGNS + 1)
            ]
        finally:
            await connector.close()

    *signs, last = asyncio.run(story())
    assert [sign.count(Reply.OK) for sign in signs] == [NARROW] * SIGNS
    assert set(last) == {Reply.OK}
