"""A focused button and the keys that press it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Theme
from ui.widgets.boxes import row
from ui.widgets.button import Button

Key, Modifier = Qt.Key, Qt.KeyboardModifier


class Panel(QWidget):
    """Knows which keys a button left to it."""

    def __init__(self, button: Button) -> None:
        super().__init__()
        self.left: list[int] = []
        self.setLayout(row(button))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.left.append(event.key())


def shown(theme: Theme, qtbot: QtBot, kind: str = "") -> tuple[Button, Panel]:
    button = Button(theme, "Go on", kind)
    panel = Panel(button)
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    button.setFocus()
    return button, panel


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Return, Key.Key_Enter])
@pytest.mark.parametrize("kind", ["", "primary", "quiet", "choice"])
def test_space_and_enter_press_it(theme: Theme, qtbot: QtBot, key: Qt.Key, kind: str) -> None:
    button, panel = shown(theme, qtbot, kind)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, key)
    assert panel.left == []


def test_the_enter_of_the_number_pad_is_one(theme: Theme, qtbot: QtBot) -> None:
    button, _ = shown(theme, qtbot)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Key.Key_Enter, Modifier.KeypadModifier)


@pytest.mark.parametrize("modifier", [Modifier.ControlModifier, Modifier.ShiftModifier])
def test_enter_with_another_key_is_the_panels(
    theme: Theme, qtbot: QtBot, modifier: Qt.KeyboardModifier
) -> None:
    button, panel = shown(theme, qtbot)
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(button, Key.Key_Return, modifier)
    assert panel.left[-1] == Key.Key_Return


def test_a_danger_is_not_entered(theme: Theme, qtbot: QtBot) -> None:
    button, _ = shown(theme, qtbot, "danger")
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(button, Key.Key_Return)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Key.Key_Space)


def test_a_key_held_down_presses_nothing(theme: Theme, qtbot: QtBot) -> None:
    button, _ = shown(theme, qtbot)
    held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Modifier.NoModifier, "\r", True)
    with qtbot.assertNotEmitted(button.clicked):
        QApplication.sendEvent(button, held)


def test_a_button_that_is_off_stays_off(theme: Theme, qtbot: QtBot) -> None:
    button, _ = shown(theme, qtbot)
    button.setEnabled(False)
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(button, Key.Key_Return)
