"""The journal page follows the journal, and the copies belong to the action that is chosen."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.tray import Tray, action, item
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.journal import JournalPresenter, JournalState
from workbench.changes import Change
from workbench.errors import StoreError


@pytest.fixture
def journal(tray: Tray, connection: ConnectionPresenter) -> JournalPresenter:
    tray.journal = [action("a2"), action("a1")]
    tray.copies = {"a1": (item(1),), "a2": (item(2), item(3))}
    return JournalPresenter(connection, connection.activity)


def settled(journal: JournalPresenter, qtbot: QtBot) -> JournalState:
    qtbot.waitUntil(lambda: not journal._activity.busy)
    return journal.state


def test_it_is_read_when_the_desk_opens(
    tray: Tray, journal: JournalPresenter, connection: ConnectionPresenter, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(connection.ready):
        connection.start()
    assert journal.state.busy
    state = settled(journal, qtbot)
    assert [one.id for one in state.actions] == ["a2", "a1"]
    assert (state.busy, state.action, state.items) == (False, None, ())


def test_the_copies_of_the_chosen_action_show(journal: JournalPresenter, qtbot: QtBot) -> None:
    journal.load()
    settled(journal, qtbot)
    journal.choose("a2")
    assert journal.state.items == ()
    state = settled(journal, qtbot)
    assert state.items == (item(2), item(3))
    assert state.action == action("a2")


def test_copies_of_an_action_that_was_left_never_show(
    tray: Tray, journal: JournalPresenter, qtbot: QtBot
) -> None:
    tray.hold("items")
    journal.choose("a2")
    qtbot.waitUntil(lambda: tray.times("items") == 1)
    tray.let_go("items")
    journal.choose("a1")
    assert settled(journal, qtbot).items == (item(1),)
    journal.choose("")
    assert settled(journal, qtbot).items == ()


def test_an_action_that_changes_is_read_again_with_its_copies(
    tray: Tray, journal: JournalPresenter, connection: ConnectionPresenter, qtbot: QtBot
) -> None:
    journal.load()
    journal.choose("a1")
    settled(journal, qtbot)
    tray.copies["a1"] = (item(1), item(4))
    tray.journal.insert(0, action("a3"))
    connection.altered.emit(Change(actions=frozenset({"a3"})))
    state = settled(journal, qtbot)
    assert [one.id for one in state.actions] == ["a3", "a2", "a1"]
    assert state.items == (item(1), item(4))


def test_messages_that_change_leave_the_journal_alone(
    tray: Tray, journal: JournalPresenter, connection: ConnectionPresenter
) -> None:
    connection.altered.emit(Change(messages=frozenset({1}), lists=True))
    assert tray.times("actions") == 0


def test_many_changes_at_once_read_it_twice_at_most(
    tray: Tray, journal: JournalPresenter, connection: ConnectionPresenter, qtbot: QtBot
) -> None:
    for number in range(50):
        connection.altered.emit(Change(actions=frozenset({f"a{number}"})))
    settled(journal, qtbot)
    assert tray.times("actions") == 2


def test_a_chosen_action_that_is_gone_is_no_longer_chosen(
    tray: Tray, journal: JournalPresenter, qtbot: QtBot
) -> None:
    journal.load()
    journal.choose("a1")
    settled(journal, qtbot)
    tray.journal = [action("a2")]
    journal.load()
    state = settled(journal, qtbot)
    assert (state.chosen, state.items) == ("", ())


@pytest.mark.parametrize("call", ["actions", "items"])
def test_what_cannot_be_read_says_why(
    call: str, tray: Tray, journal: JournalPresenter, qtbot: QtBot
) -> None:
    tray.fails[call] = StoreError("the file is damaged")
    journal.load()
    journal.choose("a1")
    state = settled(journal, qtbot)
    assert (state.busy, state.problem) == (False, "the file is damaged")


def test_stopping_it_is_told(
    tray: Tray, journal: JournalPresenter, connection: ConnectionPresenter, qtbot: QtBot
) -> None:
    tray.hold("actions")
    journal.load()
    qtbot.waitUntil(lambda: tray.times("actions") == 1)
    connection.activity.cancel()
    state = settled(journal, qtbot)
    assert (state.busy, state.problem) == (False, "Stopped before it was read")
