"""A cell with a tone says it in an icon and a word, not in colour alone."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from ui.fonts import MONO, SANS
from ui.models.table import Cell, TableRows
from ui.theme import Theme
from ui.tokens import DARK, Tone
from ui.widgets.cell_delegate import CellDelegate


@pytest.fixture
def rows(qtbot: QtBot) -> TableRows:
    made = TableRows(("Name", "Address"))
    made.fill([(Cell("fail", Tone.MALICIOUS), Cell("a.example")), (Cell("x"), Cell("y"))])
    return made


def drawn(theme: Theme, rows: TableRows, row: int, column: int) -> QStyleOptionViewItem:
    option = QStyleOptionViewItem()
    CellDelegate(theme, frozenset({1})).initStyleOption(option, rows.index(row, column))
    return option


def test_a_tone_is_an_icon_and_a_colour_beside_the_word(theme: Theme, rows: TableRows) -> None:
    theme.switch()
    option = drawn(theme, rows, 0, 0)
    assert not option.icon.isNull()
    assert option.palette.text().color().name().upper() == DARK.malicious.ink
    assert option.palette.highlightedText().color().name().upper() == DARK.malicious.ink
    assert option.text == "fail"


def test_other_cells_stay_plain_and_identifiers_are_in_one_width(
    theme: Theme, rows: TableRows
) -> None:
    plain, address = drawn(theme, rows, 1, 0), drawn(theme, rows, 0, 1)
    assert plain.icon.isNull()
    assert (plain.font.family() == SANS, address.font.family() == MONO) == (True, True)
