"""An empty tab says why it is empty, flashes nothing, and keeps the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.reading.conftest import on_screen
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.views.reading.placeholder import PATIENCE, Placeholder


@pytest.fixture
def body() -> QLineEdit:
    return QLineEdit()


@pytest.fixture
def place(theme: Theme, body: QLineEdit, qtbot: QtBot) -> Placeholder:
    made = Placeholder(theme, body, body, "Nothing is known.")
    on_screen(made, qtbot)
    return made


def test_what_opens_at_once_shows_nothing_between(
    place: Placeholder, body: QLineEdit, qtbot: QtBot
) -> None:
    place.stand_in(ReadingState(1, busy=True))
    assert not body.isVisible()
    assert not place.notice.isVisible()
    place.clear()
    QTest.qWait(PATIENCE * 2)
    assert body.isVisible()


def test_what_takes_longer_is_told_with_its_step(place: Placeholder, qtbot: QtBot) -> None:
    place.stand_in(ReadingState(1, busy=True))
    place.stand_in(ReadingState(1, busy=True, step="fetching"))
    qtbot.waitUntil(place.notice.isVisible)
    assert place.notice.text.startswith("Fetching…")


def test_a_failure_is_told_at_once(place: Placeholder) -> None:
    place.stand_in(ReadingState(1, problem="no tenant"))
    assert place.notice.text == "Not analysed\nno tenant\nNothing is known."
    assert place.notice.isVisible()


def test_the_keyboard_goes_with_what_is_shown(
    place: Placeholder, body: QLineEdit, qtbot: QtBot
) -> None:
    place.take_focus()
    assert body.hasFocus()
    place.stand_in(ReadingState(1, busy=True))
    qtbot.waitUntil(place.notice.hasFocus)
    place.clear()
    assert body.hasFocus()


def test_a_keyboard_that_is_elsewhere_stays_there(
    place: Placeholder, body: QLineEdit, qtbot: QtBot
) -> None:
    body.clearFocus()
    place.say("mail", "Nothing", "here")
    place.clear()
    assert not body.hasFocus()
