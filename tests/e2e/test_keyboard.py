"""From the alert to contained, proven and closed, with the keyboard alone and few keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.e2e.test_window import application, copies, until
from tests.tenant import recording
from ui.app import Application
from ui.presenters.connection import Link
from ui.presenters.remedy import Stage
from workbench.app import Opening
from workbench.model.remediation import ActionState
from workbench.settings import WindowSettings
from workbench.simulation.options import Simulation, Size

__all__ = ["application"]  # the fixture

SEARCH = 'subject:"48213"'
MOST = 10  # keys beyond what is typed, from the list to the proof
CONTROL = Qt.KeyboardModifier.ControlModifier


class Keyboard:
    """Presses where the focus is, and counts; nothing else ever moves the focus."""

    def __init__(self) -> None:
        self.pressed = 0
        self.typed = 0

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self.pressed += 1
        QTest.keyClick(_focus(), key, modifier)

    def write(self, text: str) -> None:
        self.typed += len(text)
        QTest.keyClicks(_focus(), text)


def _focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Opening]:
    settings = WindowSettings(tmp_path / "demo.workspace", demo=True)
    made = Opening(settings, Simulation(Size(mailboxes=140, messages=1_000), record=recording()))
    yield made
    made.close()


def test_alert_to_contained(application: Application, opening: Opening, qtbot: QtBot) -> None:
    keys, remedy = Keyboard(), application.remedy
    until(qtbot, lambda: application.connection.state.link is Link.CONNECTED)
    until(qtbot, lambda: application.model.rowCount() > 5)
    keys.press(Qt.Key.Key_Slash)
    keys.write(SEARCH)
    until(qtbot, lambda: application.model.rowCount() == 1)
    keys.press(Qt.Key.Key_Escape)
    reading = application.reading
    until(qtbot, lambda: reading.state.message is not None and not reading.state.busy)
    opened = reading.state.message
    assert opened is not None
    assert opened.analysis is not None
    assert opened.analysis.message is not None
    internet_id = opened.analysis.message.message_id
    before = copies(opening, internet_id)
    keys.press(Qt.Key.Key_Q)
    until(qtbot, lambda: remedy.state.stage is Stage.PREVIEW)
    preview = application.remedy_panel.preview
    if remedy.state.needs_count:
        while not preview.count.hasFocus():
            keys.press(Qt.Key.Key_Tab)
        assert remedy.state.scope is not None
        keys.write(str(len(remedy.state.scope.selected)))
    keys.press(Qt.Key.Key_Return, CONTROL)
    until(qtbot, lambda: remedy.state.stage is Stage.HOLD)
    assert copies(opening, internet_id) == before
    keys.press(Qt.Key.Key_Return, CONTROL)
    until(qtbot, lambda: remedy.state.stage in (Stage.DONE, Stage.FAILED))
    done = remedy.state.action
    assert done is not None
    assert done.state is ActionState.COMPLETED
    after = copies(opening, internet_id)
    assert sum(after[key][0] != before[key][0] for key in before) == done.undoable > 1
    assert all(after[key][1] == before[key][1] for key in before)  # read or unread as it was
    keys.press(Qt.Key.Key_Escape)
    until(qtbot, lambda: remedy.state.stage is Stage.IDLE)
    assert keys.pressed <= MOST
