"""A report leads to the message it is about, and says what that copy can prove."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.models.test_layering import WHOLE, analysis, message, node
from tests.ui.reading.conftest import on_screen
from ui.theme import Theme
from ui.views.reading.layer_bar import LONGEST, LayerBar


@pytest.fixture
def bar(theme: Theme, qtbot: QtBot) -> LayerBar:
    made = LayerBar(theme)
    on_screen(made, qtbot, height=90)
    return made


def test_the_original_is_one_click_away(bar: LayerBar, qtbot: QtBot) -> None:
    bar.show_analysis(WHOLE, 0)
    assert bar.isVisible()
    assert bar.buttons[0].isChecked()
    with qtbot.waitSignal(bar.chosen) as told:
        QTest.mouseClick(bar.buttons[1], Qt.MouseButton.LeftButton)
    assert told.args == [1]
    bar.show_analysis(WHOLE, 1)
    assert bar.buttons[1].isChecked()
    assert "No hop is shown" in bar.note.text()


def test_a_single_message_needs_no_bar(bar: LayerBar) -> None:
    bar.show_analysis(analysis(node(0, -1, message("a"))), 0)
    assert not bar.isVisible()
    bar.show_analysis(None, 0)
    assert not bar.isVisible()


def test_a_hostile_subject_stays_short_text(bar: LayerBar) -> None:
    nested = node(1, 0, message("<b>\u202e" + "x" * 10_000))
    bar.show_analysis(analysis(node(0, -1, message("a")), nested), 0)
    text = bar.buttons[1].text()
    assert len(text) < LONGEST + 20
    assert "\u202e" not in text
    assert bar.minimumSizeHint().width() < 700
