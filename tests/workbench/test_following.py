"""A long search tells how far it is, how long it still takes, and can be held up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from workbench.connectors.port import Page, Query
from workbench.connectors.pulse import Pulse
from workbench.following import LEAST, SPAN, Pace, followed
from workbench.jobs import Hold, Progress


class Boxes:
    """A connector of as many mailboxes as it is told; it remembers how many were asked."""

    def __init__(self, count: int, held: float = 0.0) -> None:
        self._count = count
        self._held = held
        self.asked = 0

    @property
    def pulse(self) -> Pulse:
        return Pulse(held=self._held)

    async def find(self, query: Query) -> AsyncIterator[Page]:
        for number in range(1, self._count + 1):
            self.asked += 1
            await asyncio.sleep(0)
            yield Page(mailboxes_done=number, mailboxes_total=self._count)


class Told(list[Progress]):
    def __init__(self) -> None:
        super().__init__()
        self.hold = Hold()

    def __call__(self, progress: Progress) -> None:
        self.append(progress)


async def _all(boxes: Any, told: Told) -> int:
    return len([page async for page in followed(boxes, Query(), told, lambda page: "found")])


def test_every_page_comes_and_is_told() -> None:
    told = Told()
    assert asyncio.run(_all(Boxes(5), told)) == 5
    assert [progress.done for progress in told] == [1, 2, 3, 4, 5]
    assert told[-1] == Progress(5, 5, "found")


def test_a_wait_that_the_tenant_asked_for_is_told() -> None:
    told = Told()
    asyncio.run(_all(Boxes(1, held=40.0), told))
    assert told[-1].note == "found · the tenant asks to wait 40 s"


def test_what_is_paused_asks_no_further_until_it_is_resumed() -> None:
    async def story() -> None:
        told, boxes = Told(), Boxes(6)
        told.hold.pause()
        work = asyncio.create_task(_all(boxes, told))
        for _ in range(20):
            await asyncio.sleep(0)
        assert boxes.asked == 0
        assert told == [Progress(0, 0, "paused")]
        told.hold.resume()
        assert await work == 6

    asyncio.run(story())


def test_stopping_a_paused_search_ends_it() -> None:
    async def story() -> None:
        told = Told()
        told.hold.pause()
        work = asyncio.create_task(_all(Boxes(6), told))
        await asyncio.sleep(0)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    asyncio.run(story())


class Watch:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_time_left_is_the_pace_of_the_last_half_minute() -> None:
    watch = Watch()
    pace = Pace(watch)
    pace.begin(0)
    for second in range(1, 101):
        watch.now = float(second)
        fast = pace.left(10 * second, 2_000)
    assert fast == pytest.approx(100.0)
    for second in range(101, 141):
        watch.now = float(second)
        slow = pace.left(1_000 + second - 100, 2_000)
    assert slow == pytest.approx(960.0)


def test_time_left_grows_while_nothing_gets_done() -> None:
    watch = Watch()
    pace = Pace(watch)
    pace.begin(0)
    watch.now = 10.0
    first = pace.left(100, 1_000)
    watch.now = 25.0
    second = pace.left(100, 1_000)
    assert first is not None
    assert second is not None
    assert second > 2 * first
    watch.now = 10.0 + 2 * SPAN
    assert pace.left(100, 1_000) is None


def test_no_time_left_is_told_before_there_is_a_pace() -> None:
    watch = Watch()
    pace = Pace(watch)
    pace.begin(0)
    watch.now = LEAST / 2
    assert pace.left(10, 100) is None
