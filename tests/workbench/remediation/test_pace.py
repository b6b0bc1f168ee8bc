"""How fast requests may go, and which items are due."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace

import pytest

from tests.workbench.remediation.bench import FastClock
from tests.workbench.remediation.tenant import MemoryTenant
from tests.workbench.remediation.test_items import INTENT, PENDING
from workbench.connectors.port import Move, Reply
from workbench.model.mail import MessageRef
from workbench.model.remediation import ItemState
from workbench.remediation.ids import new_id
from workbench.remediation.items import Item
from workbench.remediation.pace import LONGEST_WAIT, WIDEST, Pace
from workbench.remediation.queue import BATCH, PER_MAILBOX, Queue
from workbench.remediation.transport import Transport


def _item(number: int, mailbox: str = "ann", state: ItemState = ItemState.PENDING) -> Item:
    return replace(PENDING, ref=MessageRef("contoso", mailbox, str(number)), state=state)


async def _most_at_once(pace: Pace, calls: int) -> int:
    active, most = 0, 0

    async def call() -> None:
        nonlocal active, most
        async with pace.slot():
            active += 1
            most = max(most, active)
            await asyncio.sleep(0)
            active -= 1

    await asyncio.gather(*(call() for _ in range(calls)))
    return most


def test_requests_are_halved_when_busy_and_grow_back() -> None:
    async def act() -> list[int]:
        pace, seen = Pace(FastClock()), []
        for _ in range(4):
            seen.append(await _most_at_once(pace, 12))
            pace.busy()
        for _ in range(20):
            pace.fine()
        return [*seen, await _most_at_once(pace, 12)]

    assert asyncio.run(act()) == [WIDEST, 2, 1, 1, WIDEST]


def test_waits_grow_to_a_bound_and_keep_what_was_asked_for() -> None:
    pace = Pace(FastClock())
    waits = [pace.wait(attempt) for attempt in range(12)]
    assert waits == sorted(waits)
    assert waits[-1] <= LONGEST_WAIT
    assert pace.wait(0, asked=60.0) >= 60.0


def test_a_request_to_wait_holds_back_every_request() -> None:
    async def act() -> float:
        clock = FastClock()
        pace = Pace(clock)
        pace.busy(retry_after=30.0)
        async with pace.slot():
            return clock.time

    assert asyncio.run(act()) == 1_030.0


@pytest.mark.parametrize(("busy", "left"), [(1, WIDEST), (5, WIDEST), (6, WIDEST // 2)])
def test_a_few_busy_mailboxes_hold_back_themselves_alone(busy: int, left: int) -> None:
    async def act() -> int:
        tenant, pace = MemoryTenant(), Pace(FastClock())
        moves = [_move(number) for number in range(BATCH)]
        tenant.replies = {(m.ref.mailbox, m.ref.key): Reply.DENIED for m in moves}
        tenant.replies |= {(m.ref.mailbox, m.ref.key): Reply.BUSY for m in moves[:busy]}
        replies = await Transport(tenant, pace).move(moves)
        assert sum(reply.reply is Reply.BUSY for reply in replies) == busy
        return await _most_at_once(pace, 12)

    assert asyncio.run(act()) == left


def _move(number: int) -> Move:
    return Move(MessageRef("contoso", f"box{number}", str(number)), "junkemail", "r")


def test_a_batch_is_bounded_and_so_is_a_mailbox() -> None:
    assert len(Queue(_item(n, f"box{n}") for n in range(50)).take(0.0)) == BATCH
    one_box = Queue(_item(n) for n in range(50))
    taken = one_box.take(0.0)
    assert len(taken) == PER_MAILBOX
    assert one_box.take(0.0) == []
    one_box.give_back(taken, [replace(item, state=ItemState.DONE) for item in taken])
    assert len(one_box.take(0.0)) == PER_MAILBOX
    assert len(one_box) == 50 - 2 * PER_MAILBOX


def test_an_item_waits_until_it_is_due() -> None:
    queue = Queue([replace(INTENT, next_at=5.0)])
    assert queue.take(4.9) == []
    assert queue.next_at == 5.0
    assert len(queue.take(5.0)) == 1


def test_only_what_was_never_asked_is_dropped() -> None:
    queue = Queue([_item(1), _item(2, state=ItemState.INTENT)])
    assert [item.ref.key for item in queue.drop_pending()] == ["1"]
    assert len(queue) == 1


def test_ids_sort_by_time() -> None:
    ids = [uuid.UUID(new_id()) for _ in range(50)]
    assert {id.version for id in ids} == {7}
    assert [id.int >> 80 for id in ids] == sorted(id.int >> 80 for id in ids)
