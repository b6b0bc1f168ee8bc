"""Cells show what is in them and nothing else; addresses cannot be clicked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from ui.models.table import ACCESSIBLE, RAW, TONE, TOOLTIP, Cell, TableRows
from ui.tokens import Tone

HOSTILE = '<img src="file:///etc/passwd">\u202egpj'
ROWS = [(Cell("one"), Cell(HOSTILE, Tone.MALICIOUS)), (Cell("two"), Cell("x" * 100_000))]


@pytest.fixture
def table() -> TableRows:
    made = TableRows(("Name", "Value"))
    made.fill(ROWS)
    return made


def test_the_model_keeps_its_promises(table: TableRows, qtmodeltester: ModelTester) -> None:
    check: Callable[..., None] = qtmodeltester.check
    check(table, force_py=True)


def test_hostile_text_is_shown_as_it_is(table: TableRows) -> None:
    cell = table.index(0, 1)
    assert cell.data() == '<img src="file:///etc/passwd">[RLO]gpj'
    assert cell.data(ACCESSIBLE) == cell.data()
    assert "<img" not in cell.data(TOOLTIP)
    assert cell.data(RAW) == HOSTILE
    assert cell.data(TONE) == Tone.MALICIOUS


def test_long_text_is_cut_on_screen_but_whole_when_copied(table: TableRows) -> None:
    cell = table.index(1, 1)
    assert len(cell.data()) < 500
    assert cell.data(RAW) == "x" * 100_000


def test_an_address_shows_defanged(table: TableRows) -> None:
    table.fill([(Cell("https://evil.example/שלום", defang=True), Cell(""))])
    assert table.index(0, 0).data() == "\u2068hxxps://evil[.]example/שלום\u2069"
    assert table.cell(0, 0).shown == "hxxps://evil[.]example/שלום"


def test_titles_are_horizontal_only(table: TableRows) -> None:
    assert table.headerData(1, Qt.Orientation.Horizontal) == "Value"
    assert table.headerData(1, Qt.Orientation.Vertical) is None
    assert table.data(table.index(-1, 0)) is None
