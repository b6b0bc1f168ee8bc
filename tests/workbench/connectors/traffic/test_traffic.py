"""Requests go out in time, within every limit, and wait where they are told to."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from tests.workbench.connectors.traffic.virtual import VirtualClock
from workbench.connectors.traffic.limits import GMAIL, GRAPH, Allowance, Limits
from workbench.connectors.traffic.traffic import SWEEP, Need, Traffic

LIMITS = Limits(Allowance(60, 60.0), Allowance(100, 10.0), at_once=2, width=5)


class Bench:
    """``log`` holds when each request of a mailbox went out; each takes a tenth of a second."""

    def __init__(self, limits: Limits = LIMITS, chance: float = 0.0) -> None:
        self.clock = VirtualClock(chance)
        self.traffic = Traffic(limits, self.clock)  # type: ignore[arg-type] # has what is asked of it
        self.log: list[tuple[float, str]] = []
        self.under_way: Counter[str] = Counter()
        self.most: Counter[str] = Counter()

    async def ask(self, *mailboxes: str, units: float = 1.0) -> None:
        async with self.traffic.admitted({name: Need(1, units) for name in mailboxes}):
            self.log += [(self.clock.now(), name) for name in mailboxes]
            self.under_way.update((*mailboxes, "all"))
            self.most |= self.under_way
            await self.clock.sleep(0.1)
            self.under_way.subtract((*mailboxes, "all"))


def test_one_mailbox_is_asked_by_few_at_a_time() -> None:
    bench = Bench()
    bench.clock.run(*(bench.ask("a") for _ in range(10)))
    assert bench.most["a"] == LIMITS.at_once
    assert bench.clock.now() == pytest.approx(0.5)


def test_many_mailboxes_are_asked_as_wide_as_we_are() -> None:
    bench = Bench()
    bench.clock.run(*(bench.ask(f"m{n}") for n in range(10)))
    assert bench.most["all"] == LIMITS.width
    assert bench.clock.now() == pytest.approx(0.2)


def test_a_mailbox_that_used_up_its_window_waits_alone() -> None:
    bench = Bench()
    work = [bench.ask("a") for _ in range(LIMITS.at_once * 31)]
    bench.clock.run(*work, bench.ask("b"))
    moments = {name: [m for m, n in bench.log if n == name] for name in "ab"}
    assert moments["a"][59] < 10.0
    assert moments["a"][60] >= 60.0
    assert moments["b"][0] < 0.2


def test_the_total_holds_over_all_mailboxes() -> None:
    bench = Bench()
    bench.clock.run(*(bench.ask(f"m{n}") for n in range(350)))
    for start in range(40):
        inside = [m for m, _ in bench.log if start <= m < start + 10.0]
        assert len(inside) <= LIMITS.total.units
    assert bench.clock.now() <= 350 / LIMITS.total.rate * 1.1


def test_two_batches_over_the_same_mailboxes_never_wait_for_each_other() -> None:
    bench = Bench()
    names = ["a", "b", "c"]
    work = [bench.ask(*names) for _ in range(4)] + [bench.ask(*names[::-1]) for _ in range(4)]
    bench.clock.run(*work)
    assert len(bench.log) == 24


def test_a_mailbox_told_to_wait_holds_up_no_other() -> None:
    bench = Bench()
    bench.traffic.hold({"a": Need()}, 30.0)
    bench.clock.run(bench.ask("a"), bench.ask("b"))
    assert [name for _, name in bench.log] == ["b", "a"]
    assert bench.log[1][0] == pytest.approx(30.0)


def test_a_whole_request_told_to_wait_holds_up_all() -> None:
    bench = Bench()
    bench.traffic.hold({"a": Need(), "b": Need()}, 30.0)
    assert bench.traffic.held == 30.0
    bench.clock.run(bench.ask("c"))
    assert bench.log == [(30.0, "c")]


def test_a_cancelled_request_leaves_its_place_to_the_next() -> None:
    bench = Bench()

    async def story() -> None:
        first = [asyncio.create_task(bench.ask("a")) for _ in range(4)]
        await bench.clock.sleep(0.05)
        first[2].cancel()
        await asyncio.gather(*first, return_exceptions=True)
        await bench.ask("a")

    bench.clock.run(story())
    assert len(bench.log) == 4


@pytest.mark.parametrize(("chance", "least", "most"), [(0.0, 7.0, 0.0), (1.0, 7.7, 4.0)])
def test_pauses_keep_what_was_asked_for_and_are_random_else(
    chance: float, least: float, most: float
) -> None:
    traffic = Bench(chance=chance).traffic
    assert traffic.pause(7.0, 4.0) == pytest.approx(least)
    assert traffic.pause(0.0, 4.0) == pytest.approx(most)


def test_mailboxes_that_need_no_remembering_are_forgotten() -> None:
    bench = Bench(Limits(Allowance(60, 1.0), Allowance(10**6, 10.0), at_once=2, width=5))

    async def story() -> None:
        for number in range(SWEEP, 4 * SWEEP, 200):
            await asyncio.gather(*(bench.ask(f"m{number + n}") for n in range(200)))

    bench.clock.run(story())
    assert len(bench.traffic._lanes) <= SWEEP


def test_published_limits_are_as_published() -> None:
    assert (GRAPH.mailbox.units, GRAPH.mailbox.seconds, GRAPH.at_once) == (10_000, 600.0, 4)
    assert GRAPH.total.rate == 13_000
    assert GMAIL.mailbox.rate == 250
    assert GMAIL.total.rate == 20_000
    assert GMAIL.scaled(0.1).total.rate == pytest.approx(2_000)
