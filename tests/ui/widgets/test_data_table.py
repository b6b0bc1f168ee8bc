"""Tables of evidence: read by keyboard, copied so that nothing can be clicked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.models.table import Cell, TableRows
from ui.theme import Theme
from ui.tokens import Tone
from ui.widgets.data_table import DataTable

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ROWS = [
    (Cell("From"), Cell("a@evil.example")),
    (Cell("Link"), Cell("HTTPS://evil.example/x", Tone.MALICIOUS)),
    (Cell("File"), Cell("file://host/share\u202e")),
]


@pytest.fixture
def table(theme: Theme, qtbot: QtBot) -> DataTable:
    made = DataTable(theme, TableRows(("Name", "Value")), (120,), "Headers", frozenset({1}), 1)
    qtbot.addWidget(made)
    made.rows.fill(ROWS)
    made.resize(500, 200)
    with qtbot.waitActive(made):
        made.show()
    made.setFocus()
    made.choose(0)
    return made


def clipboard() -> str:
    return QApplication.clipboard().text()


def test_c_copies_the_chosen_value_defanged(table: DataTable) -> None:
    QTest.keyClick(table, Key.Key_C)
    assert clipboard() == "a[@]evil[.]example"
    QTest.keyClick(table, Key.Key_Down)
    QTest.keyClick(table, Key.Key_C)
    assert clipboard() == "hxxps://evil[.]example/x"


def test_control_c_copies_whole_rows_defanged(table: DataTable) -> None:
    QTest.keyClick(table, Key.Key_Down, SHIFT)
    QTest.keyClick(table, Key.Key_C, CONTROL)
    assert clipboard() == "From\ta[@]evil[.]example\nLink\thxxps://evil[.]example/x"


def test_what_is_copied_is_plain_text_with_nothing_invisible(table: DataTable) -> None:
    table.choose(2)
    QTest.keyClick(table, Key.Key_C)
    assert QApplication.clipboard().mimeData().formats() == ["text/plain"]
    assert clipboard() == "file[:]//host/share[RLO]"


def test_the_keyboard_has_a_row_to_begin_with(table: DataTable) -> None:
    table.clearFocus()
    table.clearSelection()
    table.setFocus()
    QTest.keyClick(table, Key.Key_C)
    assert clipboard() == "a[@]evil[.]example"


def test_home_and_end_are_those_of_the_table(table: DataTable) -> None:
    for key, row in ((Key.Key_End, 2), (Key.Key_Home, 0)):
        QTest.keyClick(table, key)
        assert table.currentIndex().row() == row


def test_nothing_chosen_leaves_the_clipboard_alone(table: DataTable) -> None:
    QApplication.clipboard().setText("before")
    table.clearSelection()
    for modifier in (CONTROL, Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(table, Key.Key_C, modifier)
    assert clipboard() == "before"


def test_a_table_without_a_value_copies_rows(theme: Theme, qtbot: QtBot) -> None:
    table = DataTable(theme, TableRows(("Name", "Value")), (120,), "Facts")
    qtbot.addWidget(table)
    table.rows.fill(ROWS)
    table.selectRow(0)
    assert table.chosen_values() == table.chosen_text() == "From\ta[@]evil[.]example"


def test_tab_leaves_the_table(table: DataTable) -> None:
    assert not table.tabKeyNavigation()


def test_it_is_as_high_as_its_rows(table: DataTable) -> None:
    table.fit_rows(8)
    three = table.height()
    table.rows.fill(ROWS * 50)
    table.fit_rows(8)
    assert three < table.height() < three * 3
