"""A read-only table of evidence: rows chosen by keyboard, copied defanged by default."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui import plain
from ui.models.table import RAW, TableRows
from ui.naming import named
from ui.theme import Theme
from ui.widgets.cell_delegate import CellDelegate
from ui.widgets.copying import asks_to_copy, copy

ROW = 30  # pixels
REST = 110  # pixels the last column keeps when there is little room


class DataTable(QTableView):
    """``widths`` in pixels, one less than columns: the last takes the rest.

    C copies the chosen values, those of the column ``value``, or whole rows where there is none;
    Ctrl+C copies whole rows.
    """

    def __init__(
        self,
        theme: Theme,
        rows: TableRows,
        widths: Sequence[int],
        spoken: str,
        mono: frozenset[int] = frozenset(),
        value: int = -1,
    ) -> None:
        super().__init__()
        self.rows = rows
        self._value = value
        self._delegate = CellDelegate(theme, mono)
        self.setModel(rows)
        self.setItemDelegate(self._delegate)
        named(self, spoken.casefold().replace(" ", "."), spoken)
        self._widths = tuple(widths)
        self._dress()

    def _dress(self) -> None:
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

    def allow_sorting(self) -> None:
        """By a click on a title, a third one for the order in which rows came; the model sorts."""
        top = self.horizontalHeader()
        top.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        top.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        top.sortIndicatorChanged.connect(self._keep_in_sight)

    def sort_by_next(self) -> None:
        """Column by column, then as rows came."""
        top = self.horizontalHeader()
        following = top.sortIndicatorSection() + 1
        last = following == self.rows.columnCount()
        top.setSortIndicator(-1 if last else following, Qt.SortOrder.AscendingOrder)

    def turn_sorting(self) -> None:
        top = self.horizontalHeader()
        down = top.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        if top.sortIndicatorSection() >= 0:
            top.setSortIndicator(top.sortIndicatorSection(), order)

    @Slot()
    def _keep_in_sight(self) -> None:
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard always has a row to begin with."""
        super().focusInEvent(event)
        if self.rows.rowCount() and not self.selectionModel().hasSelection():
            self.choose(max(0, self.currentIndex().row()))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End are those of the table: rows are chosen as a whole."""
        ends = {
            QAbstractItemView.CursorAction.MoveHome: 0,
            QAbstractItemView.CursorAction.MoveEnd: self.rows.rowCount() - 1,
        }
        if action in ends:
            return self.rows.index(ends[action], max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            copy(self.chosen_text())
        elif asks_to_copy(event):
            copy(self.chosen_values())
        else:
            super().keyPressEvent(event)

    def choose(self, row: int) -> None:
        """This one row, whatever keys are held down meanwhile."""
        flags = QItemSelectionModel.SelectionFlag
        index = self.rows.index(row, max(0, self._value))
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def chosen_values(self) -> str:
        """Of the chosen rows, a line each."""
        return self._values(self._chosen())

    def all_values(self) -> str:
        return self._values(range(self.rows.rowCount()))

    def chosen_text(self) -> str:
        """The chosen rows, a tab between cells, with no address that could be followed."""
        return self._text(self._chosen())

    def _chosen(self) -> Sequence[int]:
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def _values(self, rows: Sequence[int]) -> str:
        if self._value < 0:
            return self._text(rows)
        return "\n".join(self._defanged(row, self._value) for row in rows)

    def _text(self, rows: Sequence[int]) -> str:
        columns = range(self.rows.columnCount())
        return "\n".join("\t".join(self._defanged(r, c) for c in columns) for r in rows)

    def _defanged(self, row: int, column: int) -> str:
        return plain.defanged(str(self.rows.index(row, column).data(RAW)))
