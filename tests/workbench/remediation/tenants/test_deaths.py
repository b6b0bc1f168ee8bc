"""F1 and F6: kill -9 or lost power at every point of a quarantine and its undo over HTTP."""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workbench.remediation.nursery import Ended
from tests.workbench.remediation.tenants.conftest import Range
from tests.workbench.remediation.tenants.world import COPIES

TOO_FAR = 1_000  # points; an action and its undo have far fewer
WASTE = 1.3  # moves asked for, for each one that was needed, on a good day (I11)


def _kill_everywhere(shooting: Range, start: int, step: int, *, planned: bool) -> int:
    for point in range(start, TOO_FAR, step):
        life, truth = shooting.planned() if planned else shooting.begin()
        first = shooting.live(replace(life, kill_at=point))
        assert first.code == 0, point
        if first.killed:
            assert shooting.live(life) == Ended(False, 0), point
        assert truth.violations(life) == [], point
        shooting.end(life)
        if not first.killed:
            return point
    raise AssertionError("the action never ended")


def test_a_good_day_asks_for_nothing_twice(shooting: Range) -> None:
    life, truth = shooting.begin()
    assert shooting.live(replace(life, undo=False)) == Ended(False, 0)
    assert truth.violations(replace(life, undo=False)) == []
    changed = Counter(truth.places()[id] != place for id, place in truth.first.items())
    assert changed == {True: COPIES, False: len(truth.decoys)}
    name = "google-requests" if shooting.provider == "google" else "requests"
    asked = [r["target"] for r in shooting.tenant.control(name)["requests"]]
    moves = [t for t in asked if t.endswith(("/move", "/batchModify"))]
    assert 1 <= len(moves) <= WASTE * COPIES


def test_a_death_at_every_ninth_point_loses_and_doubles_nothing(shooting: Range) -> None:
    assert _kill_everywhere(shooting, 2, 9, planned=True) > 18


@pytest.mark.long
def test_a_death_at_every_third_point_loses_and_doubles_nothing(shooting: Range) -> None:
    assert _kill_everywhere(shooting, 2, 3, planned=True) > 60


@pytest.mark.long
def test_a_death_at_every_point_from_the_search_on_loses_nothing(shooting: Range) -> None:
    assert _kill_everywhere(shooting, 1, 1, planned=False) > 100


def _lose_power(shooting: Range, numbers: range, chance: random.Random) -> int:
    """The tail of the write-ahead log that no sync had confirmed is cut anywhere."""
    cuts = 0
    for number in numbers:
        life, truth = shooting.planned()
        if not shooting.live(replace(life, cut=number)).killed:
            return cuts
        path = Path(life.folder) / "case.workspace"
        before, after = map(int, (path.parent / "sizes").read_text().split())
        os.truncate(f"{path}-wal", chance.randint(before, after))
        Path(f"{path}-shm").unlink()
        assert shooting.live(life) == Ended(False, 0), number
        assert truth.violations(life) == [], number
        cuts += 1
        shooting.end(life)
    return cuts


def test_lost_power_loses_no_intent(shooting: Range) -> None:
    assert _lose_power(shooting, range(1, 200, 3), random.Random(3)) > 5


@pytest.mark.long
def test_lost_power_anywhere_loses_no_intent(shooting: Range) -> None:
    assert sum(_lose_power(shooting, range(1, 200), random.Random(n)) for n in range(8)) > 100
