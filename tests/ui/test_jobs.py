"""Jobs always end once, in one way, and never keep the program from closing."""

from __future__ import annotations

import asyncio
import logging
import threading
import time

import pytest
from pytestqt.qtbot import QtBot

from ui.jobs import Job, JobRunner
from workbench.errors import Unreachable
from workbench.jobs import Progress, Report, hold_of


class Diary:
    """Writes down what a job signals, in order."""

    def __init__(self, job: Job) -> None:
        self.lines: list[str] = []
        job.progressed.connect(lambda p: self.lines.append(f"progressed {p.done}"))
        job.succeeded.connect(lambda result: self.lines.append(f"succeeded {result}"))
        job.failed.connect(lambda text: self.lines.append(f"failed {text}"))
        job.cancelled.connect(lambda: self.lines.append("cancelled"))
        job.finished.connect(lambda: self.lines.append("finished"))


async def add(one: int, other: int, report: Report) -> int:
    report(Progress(2, 2))
    return one + other


async def unreachable(report: Report) -> None:
    raise Unreachable("The tenant does not answer")


async def broken(report: Report) -> None:
    raise KeyError("inner")


async def for_ever(report: Report) -> None:
    await asyncio.Event().wait()


async def once_it_may(report: Report) -> str:
    hold = hold_of(report)
    assert hold is not None
    if hold.paused:
        report(Progress(0, 1, "paused"))
    await hold.passed()
    return "through"


def run(qtbot: QtBot, runner: JobRunner, job: Job) -> list[str]:
    diary = Diary(job)
    with qtbot.waitSignal(job.finished):
        runner.start(job)
    return diary.lines


def test_a_job_reports_succeeds_and_finishes(qtbot: QtBot, runner: JobRunner) -> None:
    assert run(qtbot, runner, Job(add, 2, 3)) == ["progressed 2", "succeeded 5", "finished"]


def test_a_job_is_held_up_until_it_is_resumed(qtbot: QtBot, runner: JobRunner) -> None:
    job = Job(once_it_may)
    diary = Diary(job)
    job.pause()
    with qtbot.waitSignal(job.progressed):
        runner.start(job)
    assert diary.lines == ["progressed 0"]
    with qtbot.waitSignal(job.finished):
        job.resume()
    assert diary.lines[1:] == ["succeeded through", "finished"]


def test_expected_trouble_is_told_in_words(qtbot: QtBot, runner: JobRunner) -> None:
    lines = run(qtbot, runner, Job(unreachable))
    assert lines == ["failed The tenant does not answer", "finished"]


def test_a_bug_is_logged_and_shown_as_one(
    qtbot: QtBot, runner: JobRunner, caplog: pytest.LogCaptureFixture
) -> None:
    lines = run(qtbot, runner, Job(broken))
    assert lines == ["failed Something broke inside the workbench (KeyError)", "finished"]
    assert caplog.records[0].levelno == logging.ERROR
    assert caplog.records[0].exc_info is not None
    caplog.clear()


def test_a_running_job_is_cancelled(qtbot: QtBot, runner: JobRunner) -> None:
    job = Job(for_ever)
    diary = Diary(job)
    runner.start(job)
    with qtbot.waitSignal(job.finished):
        job.cancel()
    assert diary.lines == ["cancelled", "finished"]


def test_signals_arrive_in_the_thread_of_the_window(qtbot: QtBot, runner: JobRunner) -> None:
    threads: list[threading.Thread] = []
    job = Job(add, 1, 1)
    job.succeeded.connect(lambda _: threads.append(threading.current_thread()))
    run(qtbot, runner, job)
    assert threads == [threading.main_thread()]


def test_a_hundred_jobs_each_finish_once(qtbot: QtBot, runner: JobRunner) -> None:
    jobs = [Job(add, number, 0) for number in range(100)]
    diaries = [Diary(job) for job in jobs]
    for job in jobs:
        runner.start(job)
    qtbot.waitUntil(lambda: not runner.busy)
    assert all(diary.lines.count("finished") == 1 for diary in diaries)


def test_closing_cancels_and_takes_no_time(qtbot: QtBot) -> None:
    runner = JobRunner()
    jobs = [Job(for_ever) for _ in range(20)]
    diaries = [Diary(job) for job in jobs]
    for job in jobs:
        runner.start(job)
    began = time.monotonic()
    assert runner.shut_down() == []
    assert time.monotonic() - began < 2
    assert all(diary.lines == ["cancelled", "finished"] for diary in diaries)


def test_closing_does_not_wait_for_work_that_hangs(qtbot: QtBot) -> None:
    begun, released = threading.Event(), threading.Event()

    async def hangs(report: Report) -> None:
        begun.set()
        released.wait()

    runner = JobRunner()
    runner.start(Job(hangs))
    assert begun.wait(5)
    began = time.monotonic()
    left = runner.shut_down(patience=0.2)
    took = time.monotonic() - began
    released.set()
    assert left == ["hangs"]
    assert took < 4


def test_a_closing_runner_takes_no_more_work(qtbot: QtBot) -> None:
    runner = JobRunner()
    runner.shut_down()
    with pytest.raises(RuntimeError):
        runner.start(Job(add, 1, 1))
