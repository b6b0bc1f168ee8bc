"""A read-only table of evidence: rows chosen by keyboard, copied defanged by default."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from ui import plain
from ui.models.table import RAW, TableRows
from ui.naming import named
from ui.theme import Theme
from ui.widgets.cell_delegate import CellDelegate

ROW = 30  # pixels
REST = 110  # pixels the last column keeps when there is little room


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
        self._widths = tuple(widths)

    def fit_rows(self, most: int) -> None:
        """As high as its rows, up to ``most`` of them."""
        count = max(1, min(self.rows.rowCount(), most))
        self.ensurePolished()  # the style sheet makes the header higher
        self.horizontalHeader().ensurePolished()
        self.setFixedHeight(count * ROW + self.horizontalHeader().sizeHint().height() + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the columns do not fit they give way together."""
        super().resizeEvent(event)
        room, wanted = self.viewport().width() - REST, sum(self._widths)
        share = min(1.0, max(0.3, room / wanted)) if wanted else 1.0
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, int(width * share))

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
