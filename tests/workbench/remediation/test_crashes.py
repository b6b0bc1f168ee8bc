"""Kill -9, lost answers, stale reads and full disks: nothing is lost, nothing is done twice."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from tests.workbench.remediation.invariants import violations
from tests.workbench.remediation.nursery import FULL, Ended, Job, make_tenant
from tests.workbench.remediation.tenant import Faults
from workbench.store.workspace import Workspace

Live = Callable[[Job], Ended]
TOO_FAR = 1_000  # points; an action and its undo have far fewer


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    """Lives one life of a workbench in a process of its own, to its end or its death."""
    command = [sys.executable, "-m", "tests.workbench.remediation.nursery"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        stdin, stdout = nursery.stdin, nursery.stdout

        def send(job: Job) -> Ended:
            stdin.write(json.dumps(asdict(job)) + "\n")
            stdin.flush()
            return Ended(**json.loads(stdout.readline()))

        yield send
        stdin.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an empty workspace to copy for each run."""
    Workspace.open(tmp_path / "fresh" / "case.workspace").close()
    return tmp_path


def _fresh(folder: Path, name: str) -> str:
    shutil.copytree(folder / "fresh", folder / name)
    return str(folder / name)


def _survive(live: Live, job: Job) -> bool:
    """One death at ``job.kill_at`` and one life after it; False when it never came to that."""
    first = live(job)
    assert first.code == 0
    assert live(replace(job, kill_at=0)) == Ended(False, 0)
    assert violations(job) == [], job
    return first.killed


def _kill_everywhere(live: Live, folder: Path, start: int, step: int) -> int:
    for point in range(start, TOO_FAR, step):
        name = _fresh(folder, f"point{point}")
        if not _survive(live, Job(name, kill_at=point)):
            return point
        shutil.rmtree(name)
    raise AssertionError("the action never ended")


def test_a_death_at_every_third_point_loses_and_doubles_nothing(live: Live, folder: Path) -> None:
    assert _kill_everywhere(live, folder, 2, 3) > 100


@pytest.mark.long
@pytest.mark.parametrize("start", [1, 3])
def test_a_death_at_every_other_point_loses_and_doubles_nothing(
    live: Live, folder: Path, start: int
) -> None:
    assert _kill_everywhere(live, folder, start, 3) > 100


def _random_job(chance: random.Random, name: str, seed: int) -> Job:
    fault, stale = chance.choice([0.0, 0.1, 0.3, 0.6]), chance.choice([0.0, 0.0, 0.3, 0.7])
    faults = Faults(
        lost_before=fault * 0.4,
        lost_after=fault * 0.5,
        busy=fault * 0.4,
        stale=stale,
        missing=fault * 0.2,
        twice=fault * 0.2,
        heeds_version=chance.random() < 0.8,
    )
    return Job(name, chance.randrange(1, 14), seed, 0, chance.random() < 0.6, 0, faults)


def _random_lives(live: Live, folder: Path, runs: int, seed: int) -> int:
    chance, deaths = random.Random(seed), 0
    for run in range(runs):
        job = _random_job(chance, _fresh(folder, f"run{run}"), run)
        for _ in range(chance.randrange(0, 5)):
            ended = live(replace(job, kill_at=chance.randrange(1, 160)))
            assert ended.killed or ended.code == 0
            deaths += ended.killed
        assert live(job) == Ended(False, 0), job
        assert violations(job) == [], job
        shutil.rmtree(job.folder)
    return deaths


def test_random_deaths_faults_and_stale_reads(live: Live, folder: Path) -> None:
    assert _random_lives(live, folder, 60, 7) > 30


@pytest.mark.long
def test_many_random_deaths_faults_and_stale_reads(live: Live, folder: Path) -> None:
    assert _random_lives(live, folder, 500, 8) > 300


def test_a_full_disk_sends_nothing_unjournaled_and_loses_nothing(live: Live, folder: Path) -> None:
    full = 0
    for pages in range(1, 13):
        job = Job(_fresh(folder, f"full{pages}"), copies=9, pages=pages)
        ended = live(job)
        full += ended.code == FULL
        assert ended.code in (0, FULL)
        assert violations(job, finished=False) == [], job
        assert live(replace(job, pages=0)) == Ended(False, 0)
        assert violations(job) == [], job
    assert full >= 6


def test_the_check_itself_sees_an_unjournaled_effect(live: Live, folder: Path) -> None:
    job = Job(_fresh(folder, "forged"))
    assert live(job) == Ended(False, 0)
    assert violations(job) == []
    tenant = make_tenant(job)
    assert tenant.log is not None
    line = {"what": "move", "request": "nobody", "mailbox": "ann", "key": "ann-0"}
    with tenant.log.open("a") as log:
        log.write(json.dumps({**line, "destination": "ann-deleted"}) + "\n")
    assert any("without an intent" in found for found in violations(job))
    assert any("not returned" in found for found in violations(job))
