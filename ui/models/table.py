"""Rows of plain text for the small tables of the reading pane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui import plain
from ui.tokens import Tone

Index = QModelIndex | QPersistentModelIndex
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
TONE = int(Qt.ItemDataRole.UserRole)  # the Tone of a cell, or None
RAW = TONE + 1  # the text as it came, for copying
ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Cell:
    """``defang`` is for addresses: they show as what nobody can click.  ``full`` is what shows
    where there is room for more than the cell has, by default the text; ``hint`` what a tooltip
    says of it."""

    text: str
    tone: Tone | None = None
    defang: bool = False
    full: str = ""
    hint: str = ""

    @property
    def shown(self) -> str:
        """Still to pass through ``ui.plain``."""
        return plain.unclickable(self.text) if self.defang else self.text

    @property
    def shown_in_full(self) -> str:
        """Still to pass through ``ui.plain``."""
        text = self.full or self.text
        return plain.unclickable(text) if self.defang else text


class TableRows(QAbstractTableModel):
    """Cells of any origin: every text passes through ``ui.plain`` on its way out."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self._titles = tuple(titles)
        self._rows: list[tuple[Cell, ...]] = []

    def fill(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def cell(self, row: int, column: int) -> Cell:
        return self._rows[row][column]

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role in (DISPLAY, ACCESSIBLE):
            return plain.line(cell.shown)
        if role == TOOLTIP:
            return plain.tooltip(cell.hint or cell.shown)
        if role == TONE:
            return cell.tone
        return cell.text if role == RAW else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = DISPLAY
    ) -> str | None:
        if orientation is Qt.Orientation.Horizontal and role == DISPLAY:
            return self._titles[section]
        return None
