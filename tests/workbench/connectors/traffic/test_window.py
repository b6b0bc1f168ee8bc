"""A window never lets more through than it may, and nearly as much."""

from __future__ import annotations

import random

from workbench.connectors.traffic.limits import Allowance
from workbench.connectors.traffic.window import SLICES, Window


def test_what_fits_goes_at_once_and_the_rest_when_the_oldest_is_forgotten() -> None:
    window = Window(Allowance(10, 50.0))
    assert window.delay(10, 0.0) == 0.0
    window.spend(10, 0.0)
    assert window.delay(1, 0.0) == 51.0  # a slice of one second later than it has to
    assert window.delay(1, 51.0) == 0.0


def test_more_than_the_whole_fits_into_an_empty_window() -> None:
    window = Window(Allowance(10, 50.0))
    assert window.delay(25, 0.0) == 0.0
    window.spend(25, 0.0)
    assert window.delay(25, 1.0) == 50.0


def test_no_span_of_the_window_ever_holds_more_than_allowed() -> None:
    chance, allowance = random.Random(4), Allowance(40, 10.0)
    window, now, spent = Window(allowance), 0.0, []
    for _ in range(3_000):
        units = chance.randint(1, 5)
        now += window.delay(units, now)
        window.spend(units, now)
        spent.append((now, units))
        inside = sum(u for moment, u in spent[-60:] if moment > now - allowance.seconds)
        assert inside <= allowance.units
    best = sum(units for _, units in spent) / allowance.rate
    assert now <= best * (1 + 2 / SLICES) + allowance.seconds


def test_memory_is_bounded_by_the_slices() -> None:
    window = Window(Allowance(10**9, 10.0))
    for number in range(10_000):
        window.spend(1, number / 500)
    assert len(window._slices) <= SLICES + 2
