"""The reading pane in the whole window, by the keys of the window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import noon
from tests.ui.reading.conftest import press
from tests.ui.tray import Ready, Tray
from ui.app import Application
from ui.presenters.queue import Phase
from ui.theme import Theme
from ui.views.reading.message_tab import View
from ui.views.reading.pane import TALL, MessagePane
from workbench.model.opened import OpenMessage

Key = Qt.Key
Cases = Mapping[str, OpenMessage]
ORDER = ("credential-link", "macro-invoice", "html-smuggling", "chief-fraud", "qr-picture")


@pytest.fixture
def program(
    cases: Cases,
    tray: Tray,
    workspace: Path,
    qtbot: QtBot,
    qapp: QApplication,
    theme: Theme,
    settings: QSettings,
) -> Iterator[Application]:
    """The window with the morning's list, whose first messages are real mail."""
    tray.reader_path = workspace
    tray.messages = {n: replace(cases[name], id=n) for n, name in enumerate(ORDER, start=1)}
    qapp.setStyleSheet("")  # one that is there already is applied again at every step
    made = Application(qapp, Ready(tray, workspace), settings, clock=noon)
    qtbot.addWidget(made.window)
    with qtbot.waitActive(made.window):
        made.start()
    qtbot.waitUntil(lambda: made.connection.desk is not None)
    qtbot.waitUntil(lambda: made.queue.state.phase is Phase.READY)
    qtbot.waitUntil(made.window.list.table.hasFocus)
    yield made
    made.window.close()
    assert made.left == []


@pytest.fixture
def pane(program: Application, qtbot: QtBot) -> MessagePane:
    """With the first message open."""
    made = program.window.reading
    assert isinstance(made, MessagePane)
    qtbot.waitUntil(lambda: program.reading.state.message is not None)
    return made


def opens(program: Application, id: int) -> bool:
    message = program.reading.state.message
    return message is not None and message.id == id


def test_the_first_message_is_open_with_its_verdict(pane: MessagePane) -> None:
    assert pane.header.subject.text() == "Action required: your password expires today"
    assert pane.card.rows
    assert "your Velmora password expires" in pane.message.readable.toPlainText()
    assert not pane.nothing.isVisible()


def test_numbers_choose_the_tabs(pane: MessagePane) -> None:
    shown = []
    for key in (Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5, Key.Key_6, Key.Key_7, Key.Key_1):
        press(key)
        page = pane.tabs[pane.tab_bar.currentIndex()]
        assert isinstance(page, QWidget)
        assert page.isVisible()
        shown.append(pane.tab_bar.currentIndex())
    assert shown == [1, 2, 3, 4, 5, 5, 0]


def test_numbers_work_from_inside_every_tab(pane: MessagePane) -> None:
    pane.take_focus()
    for number, key in enumerate((Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5, Key.Key_6), 1):
        press(key)
        assert pane.tab_bar.currentIndex() == number
        page = pane.tabs[number]
        focus = QApplication.focusWidget()
        assert isinstance(page, QWidget)
        assert focus is not None
        assert page.isAncestorOf(focus)


def test_v_goes_through_the_views_of_the_body(pane: MessagePane) -> None:
    press(Key.Key_3)
    views = []
    for _ in range(3):
        press(Key.Key_V)
        pane.take_focus()
        views.append(pane.message.view)
    assert pane.tab_bar.currentIndex() == 0
    assert views == [View.STYLED, View.TEXT, View.READABLE]


def test_stepping_shows_the_head_at_once_and_the_rest_when_rested_on(
    program: Application, pane: MessagePane, tray: Tray, qtbot: QtBot
) -> None:
    before = list(tray.opened_ids())
    for _ in range(4):
        press(Key.Key_J)
    assert pane.header.subject.text() == "Attendee list 2025 - 18,400 verified contacts"
    assert pane.card.label.text == "Opening…"
    qtbot.waitUntil(lambda: opens(program, 5))
    assert tray.opened_ids() == [*before, 5]
    assert pane.header.subject.text() == "Multi-factor sign-in: renewal until tomorrow"


def test_dense_tabs_fold_the_verdict_where_there_is_little_room(
    program: Application, pane: MessagePane, qtbot: QtBot
) -> None:
    press(Key.Key_2)
    assert pane.card.rows == []
    program.window.resize(1_440, TALL + 400)
    qtbot.waitUntil(lambda: len(pane.card.rows) > 0)
    program.window.resize(1_366, 768)
    qtbot.waitUntil(lambda: pane.card.rows == [])
    press(Key.Key_1)
    assert pane.card.rows


def test_no_message_shows_no_empty_shell(
    program: Application, pane: MessagePane, qtbot: QtBot
) -> None:
    program.queue.set_filter("from:nobody")
    qtbot.waitUntil(pane.nothing.isVisible)
    assert not any(part.isVisible() for part in (pane.header, pane.card, pane.tab_bar, pane.raw))
    pane.take_focus()
    assert pane.nothing.hasFocus()
    assert not pane.page()


def test_everything_the_keyboard_reaches_has_a_name(pane: MessagePane) -> None:
    for number in range(1, 7):
        pane.show_tab(number)
        for widget in pane.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                told = QAccessible.queryAccessibleInterface(widget)
                assert told.text(QAccessible.Text.Name), (number, widget)
