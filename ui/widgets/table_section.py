"""A heading with a small table below it; both are away while there are no rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame

from ui.fonts import Weight
from ui.models.table import Cell, TableRows
from ui.theme import Theme
from ui.widgets.boxes import column, row
from ui.widgets.data_table import DataTable
from ui.widgets.label import ElidingLabel, PlainLabel

MOST = 8  # rows before the table scrolls by itself


class TableSection(QFrame):
    def __init__(
        self,
        theme: Theme,
        title: str,
        titles: Sequence[str],
        widths: Sequence[int],
        mono: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__()
        self._title = title
        self._note = ElidingLabel("", 12, ink="second")
        self.table = DataTable(theme, TableRows(titles), widths, title, mono)
        head = row(PlainLabel(title, 13, Weight.SEMIBOLD), self._note, None)
        self.setLayout(column(head, self.table, spacing=4))
        self.hide()

    def fill(self, rows: Sequence[tuple[Cell, ...]], note: str = "") -> None:
        self.table.rows.fill(rows)
        self.table.fit_rows(MOST)
        self._note.setText(note)
        self.setVisible(bool(rows))
