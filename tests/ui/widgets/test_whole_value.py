"""A value too long for its cell can be read in full."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.models.table import Cell, TableRows
from ui.theme import Theme
from ui.widgets.data_table import DataTable
from ui.widgets.whole_value import WholeValue


def test_the_whole_of_a_long_value_shows_below(theme: Theme, qtbot: QtBot) -> None:
    table = DataTable(theme, TableRows(("Name", "Value")), (120,), "Headers")
    whole = WholeValue(table, 1, "whole", "Whole value")
    for widget in (table, whole):
        qtbot.addWidget(widget)
    table.rows.fill([(Cell("Link"), Cell("https://a.example/" + "x" * 5_000, defang=True))])
    assert whole.isHidden()
    table.choose(0)
    assert not whole.isHidden()
    text = whole.toPlainText().replace("\n", "")
    assert text == "hxxps://a[.]example/" + "x" * 5_000
    table.rows.fill([])
    assert whole.isHidden()
