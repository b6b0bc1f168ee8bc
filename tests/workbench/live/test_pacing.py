"""How often, how many a minute, and how long trouble waits."""

from __future__ import annotations

import asyncio

import pytest

from tests.workbench.live.clocks import ManualClock
from tests.workbench.remediation.bench import FastClock
from workbench.connectors.watching import Place
from workbench.live.pacing import (
    FIRST_PAUSE,
    LONGEST,
    LONGEST_PAUSE,
    SHORTEST,
    SIDE_LONGEST,
    Budget,
    Interval,
    Pause,
)
from workbench.live.timetable import Timetable

INBOX, OTHER = Place("ann", "1", "inbox"), Place("ann", "2", "")


@pytest.mark.parametrize(
    ("place", "longest"), [(INBOX, LONGEST), (Place("ann", "9", "archive"), SIDE_LONGEST)]
)
def test_a_quiet_place_is_asked_ever_more_rarely(place: Place, longest: float) -> None:
    interval = Interval(place)
    waits = [interval.after(0) for _ in range(20)]
    assert waits == sorted(waits)
    assert waits[-1] == longest
    assert interval.after(3) == longest / 2


def test_a_busy_place_is_asked_often() -> None:
    interval = Interval(INBOX)
    assert [interval.after(1) for _ in range(5)] == [SHORTEST] * 5


def test_a_minute_takes_no_more_rounds_than_allowed() -> None:
    clock = FastClock()
    budget = Budget(clock, 60)

    async def many() -> None:
        for _ in range(31):
            await budget.take()

    begun = clock.monotonic()
    asyncio.run(many())
    assert clock.monotonic() - begun == pytest.approx(30.0)


def test_a_pause_grows_is_bounded_and_follows_the_wish_of_the_tenant() -> None:
    clock, lengths = ManualClock(), []
    pause = Pause(clock)
    for _ in range(12):
        pause.ask_again_after()
        lengths.append(pause.left)
        clock.advance(pause.left)
    assert lengths == sorted(lengths)
    assert lengths[-1] == LONGEST_PAUSE
    pause.ask_again_after(42.0)
    assert pause.left == 42.0
    pause.ease()
    assert pause.left == 42.0
    clock.advance(43)
    pause.ease()
    assert pause.until is None


def test_trouble_of_what_was_begun_before_a_pause_makes_it_no_longer() -> None:
    clock = ManualClock()
    pause = Pause(clock)
    pause.ask_again_after()
    first = pause.left
    for _ in range(6):
        pause.ask_again_after()
    assert pause.left == first
    clock.advance(first)
    pause.ask_again_after()
    assert pause.left <= 2 * FIRST_PAUSE
    pause.ask_again_after(pause.left + 5)
    assert pause.left > 5


def test_a_clock_that_jumps_makes_everything_due() -> None:
    clock = ManualClock()
    table = Timetable(clock)
    table.add(INBOX)
    assert table.take() == INBOX
    table.later(INBOX, 0)
    assert table.take() is None
    clock.advance(8 * 3600, awake=False)
    assert table.take() == INBOX
    table.later(INBOX, 0)
    clock.advance(-3600)
    assert table.take() == INBOX


def test_what_is_removed_is_not_asked_again() -> None:
    table = Timetable(ManualClock())
    table.add(INBOX)
    table.add(OTHER)
    table.add(OTHER)
    table.remove(INBOX)
    assert (table.take(), table.take()) == (OTHER, None)
    table.keep(["ben"])
    assert table.intervals == {}
