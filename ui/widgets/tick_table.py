"""A table whose rows are ticked with Space or the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.models.ticks import TickRows
from ui.theme import Theme
from ui.widgets.data_table import DataTable


class TickTable(DataTable):
    def __init__(
        self,
        theme: Theme,
        rows: TickRows,
        widths: Sequence[int],
        spoken: str,
        mono: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(theme, rows, widths, spoken, mono)
        self.ticks = rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._flip()
        else:
            super().keyPressEvent(event)

    def _flip(self) -> None:
        """All chosen rows get the same: ticked, unless every one of them is."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        if rows := [row for row in chosen if self.ticks.can_tick(row)]:
            wanted = not all(self.ticks.is_ticked(row) for row in rows)
            self.ticks.asked.emit(tuple(rows), wanted)
