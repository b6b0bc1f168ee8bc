"""History goes back and forth; numbers are short; the line of progress follows the jobs."""

from __future__ import annotations

import asyncio

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.tray import Tray
from ui.jobs import Job, JobRunner
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.history import History, Place
from ui.presenters.navigation import NavigationPresenter, short_number
from workbench.errors import Unreachable
from workbench.jobs import Progress, Report
from workbench.model.health import Health
from workbench.model.natures import MailboxKind, Nature
from workbench.model.rows import View
from workbench.model.tenant import Tenant, TenantProfile


def test_history_goes_back_and_forth() -> None:
    history = History()
    for number in (1, 2, 2, 3):
        history.visit(Place("reported", number))
    assert [history.back(), history.back(), history.back()] == [
        Place("reported", 2),
        Place("reported", 1),
        None,
    ]
    assert history.forward() == Place("reported", 2)
    history.visit(Place("all", 9))
    assert history.forward() is None


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (999, "999"), (9_999, "9,999"), (12_345, "12.3 k"), (1_200_000, "1.2 M")],
)
def test_counts_are_short(number: int, text: str) -> None:
    assert short_number(number) == text


def test_an_empty_workspace_is_known_as_such_only_once_counted(qtbot: QtBot) -> None:
    navigation = NavigationPresenter()
    known = [navigation.is_empty]
    for number in (0, 1):
        navigation.set_counts({View.ALL: number})
        known.append(navigation.is_empty)
    assert known == [None, True, False]


async def two_steps(report: Report) -> None:
    report(Progress(1, 2, "half"))
    await asyncio.Event().wait()


async def refused(report: Report) -> None:
    raise Unreachable("no answer")


def test_progress_is_shown_and_escape_cancels(qtbot: QtBot, runner: JobRunner) -> None:
    activity = Activity(runner)
    job = Job(two_steps)
    activity.run("Doing it", job)
    qtbot.waitUntil(lambda: activity.state.progress.note == "half")
    assert activity.state.title == "Doing it"
    with qtbot.waitSignal(activity.stopped) as stopped:
        activity.cancel()
    assert stopped.args == ["Doing it"]
    qtbot.waitUntil(lambda: not activity.busy)


def test_failures_say_what_was_being_done(qtbot: QtBot, runner: JobRunner) -> None:
    activity = Activity(runner)
    with qtbot.waitSignal(activity.failed) as failed:
        activity.run("Asking", Job(refused))
    assert failed.args == ["Asking", "no answer"]
    qtbot.waitUntil(lambda: not activity.busy)


def test_cancelling_nothing_is_harmless(qtbot: QtBot, runner: JobRunner) -> None:
    assert Activity(runner).cancel() is False


def test_mailboxes_that_refuse_are_told_once_the_tenant_is_connected(
    connection: ConnectionPresenter, tray: Tray, qtbot: QtBot
) -> None:
    refused = Nature("phish@x.example", "phish@x.example", MailboxKind.REFUSED, "not shared")
    tray.health = Health(unreached=(("a@x.example", "offline"),), natures=(refused,))
    tray.tenant = Tenant("t", "Contoso", "Microsoft 365", ())
    profile = TenantProfile("t", "https://g.example", "https://l.example/t", "c")
    with qtbot.waitSignal(connection.unreached) as told:
        connection.connect_tenant(profile)
    assert told.args == [(("a@x.example", "offline"), ("phish@x.example", "not shared"))]
