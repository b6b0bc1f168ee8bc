"""The table of messages: it knows messages by id, so that rows may come and go under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.models.messages import MessageList
from ui.naming import named
from ui.theme import Theme
from ui.widgets.card_delegate import ROW_HEIGHT, CardDelegate

_ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_ALSO = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
_FLIP = QItemSelectionModel.SelectionFlag.Toggle | QItemSelectionModel.SelectionFlag.Rows
KEPT = 1_000  # selected messages found again after a reload; more is "all", and asked again


class MessageTable(QTableView):
    current = Signal(int)  # id of the current message, -1 for none
    picked = Signal(int)  # number of selected messages

    def __init__(self, theme: Theme, model: MessageList) -> None:
        super().__init__()
        self._list = model
        self._cards = CardDelegate(theme, model)  # Qt does not keep it alive
        self._shown = -1
        self._wanted = -1  # id to make current once its row has come
        self._was = -1  # id that was current before the rows were exchanged
        self._kept: list[int] = []
        self._row = 0
        self._top = 0  # pixels from the upper edge of the view to the current row
        named(self, "messages", "Messages")
        self._arrange()
        self.setModel(model)
        self.setItemDelegate(self._cards)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        model.rowsInserted.connect(self._restore)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        theme.changed.connect(self.viewport().update)

    @property
    def current_id(self) -> int:
        return self._list.id_at(self.currentIndex().row())

    def selected_ids(self) -> list[int]:
        """In the order of the list."""
        return [self._list.id_at(row) for top, end in self._spans() for row in range(top, end + 1)]

    def show_id(self, message_id: int) -> None:
        """Make a message current, now or when its row comes."""
        self._wanted = message_id
        self._restore()

    def forget(self) -> None:
        """The next list is another one: begin at its top."""
        self._wanted, self._was, self._kept, self._row = -1, -1, [], 0
        self._shown = -1
        self.selectionModel().clear()

    def settle(self) -> None:
        """The list is complete: if the message is not in it, take the one in its place."""
        self._wanted = self._was = -1
        if self.selectionModel().hasSelection() or not self._list.rowCount():
            return
        here = self.currentIndex().row()  # taking the focus makes a row current, not selected
        self.go_to(here if here >= 0 else min(self._row, self._list.rowCount() - 1))

    def go_to(self, row: int) -> None:
        index = self._list.index(row, 0)
        self.selectionModel().setCurrentIndex(index, _ONLY)
        self.scrollTo(index)

    def step(self, by: int) -> bool:
        """False at the ends of the list."""
        row = self.currentIndex().row() + by
        if not 0 <= row < self._list.rowCount():
            return False
        self.go_to(row)
        return True

    def extend(self, by: int) -> None:
        row = self.currentIndex().row() + by
        if 0 <= row < self._list.rowCount():
            index = self._list.index(row, 0)
            self.selectionModel().setCurrentIndex(index, _ALSO)
            self.scrollTo(index)

    def flip_selection(self) -> None:
        if self.currentIndex().isValid():
            self.selectionModel().select(self.currentIndex(), _FLIP)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; searching is what the filter is for."""

    def _arrange(self) -> None:
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT // 2)

    def _remember(self) -> None:
        if self.currentIndex().isValid():
            self._was = self.current_id
            self._row = self.currentIndex().row()
            self._top = self.visualRect(self.currentIndex()).top()
            self._kept = self.selected_ids()[:KEPT]

    def _restore(self) -> None:
        if not self._list.rowCount():
            self._shown = -1
        row = self._arrived()
        if row < 0:
            return
        if 0 <= self._top < self.viewport().height():  # it was in sight: let nothing move
            self.verticalScrollBar().setValue(row * ROW_HEIGHT - self._top)
        self.go_to(row)
        self._select(self._kept)
        self._kept = []

    def _arrived(self) -> int:
        """The row of the message that is wanted, else of the one that was current, else -1."""
        if self._wanted >= 0 and (row := self._list.position(self._wanted)) >= 0:
            self._wanted = self._was = -1
            return row
        row = self._list.position(self._was) if self._was >= 0 else -1
        if row >= 0:
            self._was = -1
        return row

    def _select(self, ids: Sequence[int]) -> None:
        chosen = QItemSelection()
        for row in filter(lambda r: r >= 0, map(self._list.position, ids)):
            chosen.select(self._list.index(row, 0), self._list.index(row, 0))
        self.selectionModel().select(chosen, _ALSO)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        message_id = self._list.id_at(index.row())
        if message_id >= 0 and message_id != self._shown:
            self._shown = message_id
            self.current.emit(message_id)

    def _on_selection(self) -> None:
        self.picked.emit(sum(end - top + 1 for top, end in self._spans()))

    def _spans(self) -> list[tuple[int, int]]:
        """First and last row of each stretch that is selected."""
        chosen = self.selectionModel().selection()
        ranges = (chosen.at(number) for number in range(chosen.count()))
        return sorted((span.top(), span.bottom()) for span in ranges)
