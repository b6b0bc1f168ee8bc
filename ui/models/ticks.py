"""Table rows that can be ticked, and below them such that cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal

from ui.models.table import ACCESSIBLE, DISPLAY, Cell, Index, TableRows

CHECK = int(Qt.ItemDataRole.CheckStateRole)


class TickRows(TableRows):
    """Ticking is asked for, not done: the state that is drawn decides.  Rows beyond the ticks have
    nothing to tick."""

    asked = Signal(object, bool)  # row numbers, ticked

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(titles)
        self._ticks: list[bool] = []

    def fill_ticked(self, rows: Sequence[tuple[Cell, ...]], ticks: Sequence[bool]) -> None:
        self._ticks = list(ticks)
        self.fill(rows)

    def set_ticks(self, ticks: Sequence[bool]) -> None:
        """Of the rows that are there already, in their order."""
        self._ticks = list(ticks)
        if ticks:
            self.dataChanged.emit(self.index(0, 0), self.index(len(ticks) - 1, 0), [CHECK])

    def is_ticked(self, row: int) -> bool:
        return row < len(self._ticks) and self._ticks[row]

    def can_tick(self, row: int) -> bool:
        return row < len(self._ticks)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        may = index.column() == 0 and self.can_tick(index.row())
        return flags | Qt.ItemFlag.ItemIsUserCheckable if may else flags

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if index.isValid() and index.column() == 0 and self.can_tick(index.row()):
            ticked = self._ticks[index.row()]
            if role == CHECK:
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            if role == ACCESSIBLE:
                return f"{super().data(index, role)}, {'ticked' if ticked else 'left out'}"
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = DISPLAY) -> bool:
        if role != CHECK or not index.isValid() or not self.can_tick(index.row()):
            return False
        self.asked.emit((index.row(),), Qt.CheckState(value) is Qt.CheckState.Checked)
        return True
