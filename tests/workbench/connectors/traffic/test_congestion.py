"""The rate follows what a tenant bears, and noise hardly touches it."""

from __future__ import annotations

import random

import pytest

from workbench.connectors.traffic.congestion import Congestion
from workbench.connectors.traffic.limits import Allowance
from workbench.connectors.traffic.window import Window


def _driven(bears: float, seconds: int, noise: float = 0.0) -> tuple[float, float]:
    """A tenant that refuses above ``bears`` requests a second, and ``noise`` of all: how many a
    second went through in the second half, and which share was refused in it."""
    chance, now = random.Random(5), 0.0
    congestion, window = Congestion(100.0, now), Window(Allowance(1_000, 10.0))
    through = refused = 0
    taken, second = 0, 0
    while now < seconds:
        now += max(window.delay(1, now), congestion.delay(now), 1e-4)
        window.spend(1, now)
        congestion.spend(1, now)
        if int(now) > second:
            taken, second = 0, int(now)
        taken += 1
        no = taken > bears or chance.random() < noise
        congestion.answered(now, refused=no)
        if now > seconds / 2:
            refused, through = refused + no, through + (not no)
    return through / (seconds / 2), refused / (refused + through)


def test_a_tenant_that_bears_what_it_publishes_is_asked_for_all_of_it() -> None:
    rate, refused = _driven(10**6, 60)
    assert rate == pytest.approx(100.0, rel=0.03)
    assert refused == 0


def test_a_tenant_that_bears_less_gets_what_it_bears_and_little_more() -> None:
    rate, refused = _driven(30, 120)
    assert rate > 27.0
    assert refused < 0.3


def test_refusals_at_random_hardly_slow_anything() -> None:
    rate, _ = _driven(10**6, 60, noise=0.05)
    assert rate > 0.95 * 100.0 * 0.95


def test_a_tenant_that_refuses_everything_is_asked_little() -> None:
    congestion = Congestion(100.0, 0.0)
    for number in range(500):
        congestion.answered(number / 50, refused=True)
    assert congestion.rate(10.0) < 12.0


def test_a_few_refusals_say_nothing() -> None:
    congestion = Congestion(100.0, 0.0)
    for number in range(10):
        congestion.answered(number, refused=True)
    assert congestion.rate(10.0) == 100.0


def test_the_rate_comes_back() -> None:
    congestion = Congestion(100.0, 0.0)
    for number in range(500):
        congestion.answered(number / 50, refused=True)
    assert congestion.rate(10.0) < 12.0
    assert congestion.rate(170.0) == 100.0
