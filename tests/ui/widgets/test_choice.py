"""What is shown in words is given as a value."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.widgets.choice import Choice


@pytest.fixture
def choice(qtbot: QtBot) -> Choice:
    made = Choice("form.place", "Place", {"here": "Right here", "there": "Over there"})
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_first_is_chosen_until_a_key_chooses_another(choice: Choice) -> None:
    assert (choice.value, choice.currentText()) == ("here", "Right here")
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert (choice.value, choice.currentText()) == ("there", "Over there")
    choice.reset()
    assert choice.value == "here"


def test_a_value_is_chosen_by_itself(choice: Choice) -> None:
    choice.choose("there")
    assert choice.currentText() == "Over there"
