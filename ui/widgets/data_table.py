"""A read-only table of evidence: rows chosen by keyboard, copied defanged by default."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from ui import plain
from ui.models.table import RAW, TableRows
from ui.naming import named
from ui.theme import Theme
from ui.widgets.cell_delegate import CellDelegate

ROW = 30  # pixels


class DataTable(QTableView):
    """``widths`` in pixels, one less than columns: the last takes the rest."""

    def __init__(
        self,
        theme: Theme,
        rows: TableRows,
        widths: Sequence[int],
        spoken: str,
        mono: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__()
        self.rows = rows
        self._delegate = CellDelegate(theme, mono)
        self.setModel(rows)
        self.setItemDelegate(self._delegate)
        named(self, spoken.casefold().replace(" ", "."), spoken)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(QSize(14, 14))
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        side = self.verticalHeader()
        side.setVisible(False)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(ROW)
        top = self.horizontalHeader()
        top.setStretchLastSection(True)
        top.setHighlightSections(False)
        top.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def fit_rows(self, most: int) -> None:
        """As high as its rows, up to ``most`` of them."""
        count = max(1, min(self.rows.rowCount(), most))
        self.setFixedHeight(count * ROW + self.horizontalHeader().sizeHint().height() + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self.chosen_text())
            return
        super().keyPressEvent(event)

    def chosen_text(self) -> str:
        """The chosen rows, a tab between cells, with no address that could be followed."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        columns = range(self.rows.columnCount())
        return "\n".join(
            "\t".join(plain.defanged(str(self.rows.index(r, c).data(RAW))) for c in columns)
            for r in rows
        )
