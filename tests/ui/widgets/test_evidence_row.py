"""A reason of the verdict can be reached, pressed and copied without a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.ink import inks
from ui.theme import Theme
from ui.tokens import LIGHT, Tone
from ui.widgets.evidence_row import EvidenceRow

HOSTILE = '<img src="file:///etc/passwd">\u202egpj'


@pytest.fixture
def panel(theme: Theme, qtbot: QtBot) -> QWidget:
    """Two rows, the first with the focus."""
    made = QWidget()
    layout = QVBoxLayout(made)
    first = EvidenceRow(theme, Tone.MALICIOUS, "+40", "First", "https://evil.example/x")
    layout.addWidget(first)
    layout.addWidget(EvidenceRow(theme, Tone.UNKNOWN, "?", HOSTILE, HOSTILE * 1_000))
    qtbot.addWidget(made)
    made.resize(500, 100)
    with qtbot.waitActive(made):
        made.show()
    first.setFocus()
    return made


@pytest.fixture
def rows(panel: QWidget) -> list[EvidenceRow]:
    return panel.findChildren(EvidenceRow)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_press_it(key: Qt.Key, rows: list[EvidenceRow], qtbot: QtBot) -> None:
    with qtbot.waitSignal(rows[0].clicked):
        QTest.keyClick(rows[0], key)


def test_tab_and_arrows_go_from_one_to_the_next(rows: list[EvidenceRow]) -> None:
    QTest.keyClick(rows[0], Qt.Key.Key_Tab)
    assert rows[1].hasFocus()
    QTest.keyClick(rows[1], Qt.Key.Key_Up)
    assert rows[0].hasFocus()


def test_it_is_told_to_those_who_do_not_see_it(rows: list[EvidenceRow]) -> None:
    assert rows[0].accessibleName() == "+40, First, https://evil.example/x"
    assert "\u202e" not in rows[1].accessibleName()
    assert "<img" not in rows[1].toolTip()


def test_c_copies_it_defanged(rows: list[EvidenceRow]) -> None:
    QTest.keyClick(rows[0], Qt.Key.Key_C)
    assert QApplication.clipboard().text() == "+40, First, hxxps://evil[.]example/x"


def test_the_focus_is_seen(rows: list[EvidenceRow]) -> None:
    assert LIGHT.focus in inks(rows[0].grab().toImage())
    assert LIGHT.focus not in inks(rows[1].grab().toImage())


def test_an_endless_reason_stays_on_its_line(rows: list[EvidenceRow]) -> None:
    assert rows[1].height() == rows[0].height() == rows[1].sizeHint().height()
    assert rows[1].minimumSizeHint().width() <= 300
