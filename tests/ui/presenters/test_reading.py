"""Opening messages: only what the analyst rests on, never late, never twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.tray import Tray, opened
from ui.jobs import JobRunner
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.reading import KEPT, SETTLE, ReadingPresenter, ReadingState
from workbench.changes import Change
from workbench.errors import Unreachable
from workbench.jobs import Progress
from workbench.model.tenant import TenantProfile

PROFILE = TenantProfile("contoso", "https://graph.invalid", "https://login.invalid", "app")


@pytest.fixture
def reading(connection: ConnectionPresenter) -> ReadingPresenter:
    return ReadingPresenter(connection, connection.activity)


@pytest.fixture
def seen(reading: ReadingPresenter) -> list[ReadingState]:
    """Every state that was told."""
    states: list[ReadingState] = []
    reading.changed.connect(states.append)
    return states


@pytest.fixture
def read(reading: ReadingPresenter, qtbot: QtBot) -> Callable[[int], None]:
    """Choose a message and wait until it is open."""

    def wait(id: int) -> None:
        reading.show_message(id)
        qtbot.waitUntil(lambda: not reading.state.busy)

    return wait


def has_opened(tray: Tray, times: int) -> bool:
    return len(tray.opened_ids()) == times


def test_a_message_is_opened_once_it_is_rested_on(
    reading: ReadingPresenter, tray: Tray, qtbot: QtBot
) -> None:
    reading.show_message(1)
    assert reading.state == ReadingState(1, busy=True)
    qtbot.waitUntil(lambda: reading.state.message is not None)
    assert reading.state == ReadingState(1, message=opened(1))
    assert tray.opened_ids() == [1]


def test_stepping_through_a_hundred_messages_fetches_only_the_last(
    reading: ReadingPresenter, tray: Tray, seen: list[ReadingState], qtbot: QtBot
) -> None:
    for id in range(1, 101):
        reading.show_message(id)
    qtbot.waitUntil(lambda: reading.state.message is not None)
    assert tray.opened_ids() == [100]
    assert {state.message.id for state in seen if state.message} == {100}


def test_an_opening_that_is_left_is_cancelled_and_never_shows(
    reading: ReadingPresenter, tray: Tray, seen: list[ReadingState], qtbot: QtBot
) -> None:
    tray.hold("open")
    for number in (1, 2, 3):
        reading.show_message(number)
        qtbot.waitUntil(partial(has_opened, tray, number))
    tray.let_go("open")
    qtbot.waitUntil(lambda: reading.state.message is not None)
    qtbot.waitUntil(lambda: not reading._activity.busy)
    assert tray.cancelled == ["open", "open"]
    assert {state.message.id for state in seen if state.message} == {3}
    assert not any(state.problem for state in seen)


def test_a_result_that_overtakes_its_cancelling_is_dropped(
    reading: ReadingPresenter, tray: Tray, seen: list[ReadingState], qtbot: QtBot
) -> None:
    tray.hold("open")
    reading.show_message(1)
    qtbot.waitUntil(lambda: tray.opened_ids() == [1])
    tray.answered.clear()
    tray.let_go("open")
    assert tray.answered.wait(5)  # its success comes, and this thread has not heard of it yet
    reading.show_message(2)
    qtbot.waitUntil(lambda: reading.state.message is not None)
    assert {state.message.id for state in seen if state.message} == {2}


def test_what_was_read_before_comes_back_at_once(
    reading: ReadingPresenter, tray: Tray, read: Callable[[int], None]
) -> None:
    read(1)
    read(2)
    reading.show_message(1)
    assert reading.state == ReadingState(1, message=opened(1))
    assert tray.opened_ids() == [1, 2]


def test_only_the_last_read_are_kept(
    reading: ReadingPresenter, tray: Tray, read: Callable[[int], None]
) -> None:
    for id in range(KEPT):
        read(id)
    read(0)  # once more, so that 1 is the one read longest ago
    read(KEPT)
    tray.asked.clear()
    for id in (0, 2, KEPT, 1):
        read(id)
    assert tray.opened_ids() == [1]


def test_again_asks_past_what_is_kept(
    reading: ReadingPresenter, tray: Tray, read: Callable[[int], None], qtbot: QtBot
) -> None:
    read(1)
    reading.again()
    assert reading.state.busy
    qtbot.waitUntil(lambda: not reading.state.busy)
    assert tray.opened_ids() == [1, 1]


def test_a_failure_says_why_and_again_tries_again(
    reading: ReadingPresenter, tray: Tray, read: Callable[[int], None], qtbot: QtBot
) -> None:
    tray.fails["open"] = Unreachable("the tenant does not answer")
    read(1)
    assert reading.state == ReadingState(1, problem="the tenant does not answer")
    tray.fails.clear()
    reading.again()
    qtbot.waitUntil(lambda: reading.state.message is not None)
    assert reading.state.problem == ""


def test_what_could_not_be_analysed_is_not_kept(
    reading: ReadingPresenter, tray: Tray, read: Callable[[int], None]
) -> None:
    tray.messages[1] = opened(1, problem="no tenant")
    for id in (1, 2, 1):
        read(id)
    assert tray.opened_ids() == [1, 2, 1]
    assert reading.state.problem == "no tenant"


def test_no_message_stops_everything(reading: ReadingPresenter, tray: Tray, qtbot: QtBot) -> None:
    tray.hold("open")
    reading.show_message(1)
    qtbot.waitUntil(lambda: tray.opened_ids() == [1])
    reading.show_message(-1)
    qtbot.waitUntil(lambda: tray.cancelled == ["open"])
    assert reading.state == ReadingState()
    reading.again()
    QTest.qWait(SETTLE * 2)
    assert tray.opened_ids() == [1]


def test_escape_leaves_a_message_that_can_be_opened_again(
    reading: ReadingPresenter, tray: Tray, connection: ConnectionPresenter, qtbot: QtBot
) -> None:
    tray.hold("open")
    reading.show_message(1)
    qtbot.waitUntil(lambda: tray.opened_ids() == [1])
    connection.activity.cancel()
    qtbot.waitUntil(lambda: not reading.state.busy)
    assert "Stopped" in reading.state.problem


def test_the_step_is_told_while_it_opens(
    reading: ReadingPresenter, tray: Tray, qtbot: QtBot
) -> None:
    tray.hold("open")
    tray.steps = (Progress(1, 3, "analysing"),)
    reading.show_message(1)
    qtbot.waitUntil(lambda: reading.state.step == "analysing")
    tray.let_go("open")
    qtbot.waitUntil(lambda: reading.state.message is not None)


def test_copies_are_looked_for_on_demand_and_left_with_the_message(
    reading: ReadingPresenter, tray: Tray, read: Callable[[int], None], qtbot: QtBot
) -> None:
    read(1)
    reading.find_copies()
    reading.find_copies()
    qtbot.waitUntil(lambda: reading.state.scope is not None)
    assert tray.times("scope") == 1
    tray.hold("scope")
    reading.find_copies()
    qtbot.waitUntil(lambda: tray.times("scope") == 2)
    assert reading.state.finding
    read(2)
    assert (reading.state.finding, reading.state.scope) == (False, None)
    qtbot.waitUntil(lambda: tray.cancelled == ["scope"])


def test_copies_that_could_not_be_found_say_why(
    reading: ReadingPresenter, tray: Tray, read: Callable[[int], None], qtbot: QtBot
) -> None:
    tray.fails["scope"] = Unreachable("no answer")
    read(1)
    reading.find_copies()
    qtbot.waitUntil(lambda: reading.state.scope_problem == "no answer")
    assert not reading.state.finding


def test_stopping_the_search_is_told(
    reading: ReadingPresenter,
    tray: Tray,
    read: Callable[[int], None],
    connection: ConnectionPresenter,
    qtbot: QtBot,
) -> None:
    read(1)
    tray.hold("scope")
    reading.find_copies()
    qtbot.waitUntil(lambda: tray.times("scope") == 1)
    connection.activity.cancel()
    qtbot.waitUntil(lambda: "Stopped" in reading.state.scope_problem)
    assert not reading.state.finding


def test_opening_again_ends_the_search_for_copies(
    reading: ReadingPresenter, tray: Tray, read: Callable[[int], None], qtbot: QtBot
) -> None:
    read(1)
    tray.hold("scope")
    reading.find_copies()
    reading.again()
    assert not reading.state.finding
    qtbot.waitUntil(lambda: not reading.state.busy)


def test_a_tenant_that_appears_lets_search_and_fetches_what_was_missing(
    reading: ReadingPresenter,
    tray: Tray,
    read: Callable[[int], None],
    connection: ConnectionPresenter,
    qtbot: QtBot,
) -> None:
    tray.messages[1] = opened(1, problem="no tenant is connected")
    read(1)
    assert not reading.state.may_search
    tray.messages.clear()
    connection.connect_tenant(PROFILE)
    qtbot.waitUntil(lambda: reading.state.may_search)
    qtbot.waitUntil(lambda: not reading.state.busy)
    assert reading.state == ReadingState(1, message=opened(1), may_search=True)


def test_what_was_chosen_before_the_desk_was_open_opens_with_it(
    tray: Tray, connection: ConnectionPresenter, qtbot: QtBot
) -> None:
    connection.desk = None
    reading = ReadingPresenter(connection, connection.activity)
    reading.show_message(1)
    QTest.qWait(SETTLE * 2)
    assert reading.state == ReadingState(1, busy=True)
    connection.start()
    qtbot.waitUntil(lambda: reading.state.message is not None)


def test_another_workspace_brings_other_messages(
    reading: ReadingPresenter,
    tray: Tray,
    read: Callable[[int], None],
    connection: ConnectionPresenter,
    qtbot: QtBot,
) -> None:
    read(1)
    tray.messages[1] = opened(1, subject="Another one")
    connection.start()
    qtbot.waitUntil(lambda: tray.opened_ids() == [1, 1])
    qtbot.waitUntil(lambda: not reading.state.busy)
    assert reading.state.message == tray.messages[1]


@pytest.mark.parametrize(
    ("change", "opened_ids"),
    [
        (Change(messages=frozenset({1})), [1, 2, 1]),
        (Change(actions=frozenset({"a1"}), lists=True), [1, 2, 1]),
        (Change(messages=frozenset({7}), lists=True), [1, 2]),
    ],
)
def test_what_has_changed_is_read_again(
    reading: ReadingPresenter,
    tray: Tray,
    read: Callable[[int], None],
    connection: ConnectionPresenter,
    change: Change,
    opened_ids: list[int],
) -> None:
    read(1)
    read(2)
    connection.altered.emit(change)
    read(1)
    assert tray.opened_ids() == opened_ids


def test_nothing_is_opened_any_more_while_the_program_ends(
    tray: Tray, connection: ConnectionPresenter, qtbot: QtBot
) -> None:
    runner = JobRunner()
    activity = Activity(runner)
    reading = ReadingPresenter(connection, activity)
    assert runner.shut_down() == []
    reading.show_message(1)
    qtbot.waitUntil(lambda: not reading.state.busy)
    assert tray.opened_ids() == []
    assert not activity.busy


def test_a_message_is_opened_again_once_dns_may_be_asked(
    reading: ReadingPresenter,
    connection: ConnectionPresenter,
    tray: Tray,
    read: Callable[[int], None],
    qtbot: QtBot,
) -> None:
    read(1)
    connection.allow_dns(True)
    qtbot.waitUntil(lambda: has_opened(tray, 2))
    assert connection.state.dns
    assert ("allow_dns", True) in tray.asked
    read(2)
    read(1)
    assert tray.opened_ids() == [1, 1, 2]  # what was kept since is good
    qtbot.waitUntil(lambda: not reading.state.busy)
