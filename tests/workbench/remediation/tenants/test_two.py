"""F3: two workbenches act on the same messages at the same time."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.workbench.remediation.nursery import Ended
from tests.workbench.remediation.tenants.conftest import Range, nursing
from tests.workbench.remediation.tenants.test_faults import random_faults
from tests.workbench.remediation.tenants.victim import Life
from tests.workbench.remediation.tenants.world import COPIES


@pytest.fixture(scope="module")
def other() -> Iterator[Callable[[Life], Ended]]:
    with nursing() as send:
        yield send


def _both(shooting: Range, other: Callable[[Life], Ended], chance: random.Random) -> None:
    one, truth = shooting.planned()
    two = shooting.again(one)
    shooting.tenant.faults(*random_faults(chance))
    shooting.tenant.set(stale=chance.choice([0.0, 0.3]))
    lives = [replace(life, undo=False) for life in (one, two)]
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(lambda send, life: send(life), (shooting.live, other), lives))
    assert ends == [Ended(False, 0)] * 2
    moved = Counter(effect["message"] for effect in truth.effects())
    assert set(moved.values()) <= {1}, "a copy was moved twice"
    assert not moved.keys() & truth.decoys
    now = truth.places()
    assert sum(now[key] != truth.first[key] for key in now) == len(moved) <= COPIES
    for life in lives:
        assert truth.told(life) == []
        shooting.end(life)


def test_two_workbenches_never_move_a_copy_twice(
    shooting: Range, other: Callable[[Life], Ended]
) -> None:
    chance = random.Random(3)
    for _ in range(4):
        _both(shooting, other, chance)


@pytest.mark.long
def test_two_workbenches_a_hundred_times(shooting: Range, other: Callable[[Life], Ended]) -> None:
    chance = random.Random(4)
    for _ in range(100):
        _both(shooting, other, chance)
