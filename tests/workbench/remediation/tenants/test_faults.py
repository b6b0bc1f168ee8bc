"""F2, F4 and F9: deaths among faults, full disks, rights and tokens taken away; both providers."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.workbench.remediation.nursery import FULL, Ended
from tests.workbench.remediation.tenants.conftest import Range

MAIL = "batch|messages|mailFolders|labels"  # paths of a run; sign-in and directory stay healthy
KINDS: tuple[dict[str, object], ...] = (
    {"fault": "status", "status": 429, "retry_after": "1"},
    {"fault": "status", "status": 429, "retry_after": "date"},
    {"fault": "status", "status": 503, "scope": "part"},
    {"fault": "status", "status": 504, "scope": "part"},
    {"fault": "status", "status": 500, "scope": "part"},
    {"fault": "status", "status": 409, "scope": "part", "method": "POST"},
    {"fault": "drop-before", "scope": "outer"},
    {"fault": "drop-after", "scope": "outer"},
    {"fault": "duplicate", "scope": "part"},
    {"fault": "batch-reorder", "scope": "outer"},
    {"fault": "batch-cut", "scope": "outer"},
    {"fault": "expire", "scope": "outer"},
)


def random_faults(chance: random.Random) -> list[dict[str, object]]:
    """Four kinds at once, or none at all."""
    share = chance.choice([0.0, 0.1, 0.3, 0.6])
    kinds = chance.sample(KINDS, 4) if share else []
    return [{"path": MAIL, "probability": share * chance.random(), **kind} for kind in kinds]


def _random_lives(shooting: Range, runs: int, seed: int) -> int:
    chance, deaths = random.Random(seed), 0
    for run in range(runs):
        life, truth = shooting.planned()
        life = replace(life, undo=chance.random() < 0.6)
        rules, stale = random_faults(chance), chance.choice([0.0, 0.0, 0.3, 0.7])
        shooting.tenant.faults(*rules)
        shooting.tenant.set(stale=stale)
        for _ in range(chance.randrange(0, 4)):
            ended = shooting.live(replace(life, kill_at=chance.randrange(1, 90)))
            assert ended.killed or ended.code == 0, (run, rules)
            deaths += ended.killed
        assert shooting.live(life) == Ended(False, 0), (run, rules)
        assert truth.violations(life) == [], (run, rules, stale)
        shooting.end(life)
    return deaths


def test_random_deaths_faults_and_stale_reads(shooting: Range) -> None:
    assert _random_lives(shooting, 12, 7) > 4


@pytest.mark.long
def test_many_random_deaths_faults_and_stale_reads(shooting: Range) -> None:
    assert _random_lives(shooting, 500, 8) > 300


def _fill(shooting: Range, sizes: range) -> int:
    full = 0
    for pages in sizes:
        life, truth = shooting.planned()
        ended = shooting.live(replace(life, pages=pages))
        full += ended.code == FULL
        assert ended.code in (0, FULL)
        assert truth.violations(life, finished=False) == [], pages
        assert shooting.live(life) == Ended(False, 0), pages
        assert truth.violations(life) == [], pages
        shooting.end(life)
    return full


def test_a_full_disk_sends_nothing_unjournaled(shooting: Range) -> None:
    assert _fill(shooting, range(1, 7, 2)) >= 1


@pytest.mark.long
def test_a_disk_full_at_each_page_sends_nothing_unjournaled(shooting: Range) -> None:
    assert _fill(shooting, range(1, 20)) >= 1


LOSSES: dict[str, dict[str, object]] = {
    "permission": {"fault": "status", "status": 403},
    "sign-in": {"fault": "status", "status": 401},
    "token": {"fault": "expire", "times": 1},
}


def _lose(shooting: Range, loss: str, step: int) -> int:
    """Lost at one request after the other until none is left; then all is well again."""
    for index in range(0, 300, step):
        life, truth = shooting.planned()
        shooting.tenant.faults({"path": MAIL, "skip": index, **LOSSES[loss]})
        assert shooting.live(replace(life, tries=2)) == Ended(False, 0), index
        assert truth.violations(life, finished=False) == [], index
        (hits,) = shooting.tenant.control("faults", rules=[])["hits"]
        shooting.calm()
        assert shooting.live(life) == Ended(False, 0), index
        assert truth.violations(life) == [], index
        shooting.end(life)
        if not hits:
            return index
    raise AssertionError("the requests never ended")


@pytest.mark.parametrize("loss", LOSSES)
def test_a_right_lost_at_some_requests_is_survived(shooting: Range, loss: str) -> None:
    assert _lose(shooting, loss, 14) > 0


@pytest.mark.long
@pytest.mark.parametrize("loss", LOSSES)
def test_a_right_lost_at_any_request_is_survived(shooting: Range, loss: str) -> None:
    assert _lose(shooting, loss, 1) > 0
