"""The message list as Qt sees it: ids in memory, rows fetched by primary key when painted."""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Signal

from ui.models.cards import Card, card
from workbench.errors import WorkbenchError
from workbench.model.rows import MessageRow

Index = QModelIndex | QPersistentModelIndex

# Plain integers: reading a Qt enumeration doubles the time of a repaint.
DISPLAY, ACCESSIBLE, ID_ROLE = 0, 11, 256
PAGE = 64  # rows read at once
PAGES = 128  # kept; eight thousand rows are more than anyone scrolls back


class RowSource(Protocol):
    def rows(self, ids: Sequence[int]) -> list[MessageRow]: ...


def local_now() -> datetime:
    return datetime.now(UTC).astimezone()


class MessageList(QAbstractTableModel):
    """One column.  Sorting and filtering happen where the ids come from."""

    broken = Signal(str)  # rows cannot be read; told once

    def __init__(
        self, clock: Callable[[], datetime] = local_now, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._source: RowSource | None = None
        self._ids = array("q")
        self._pages: OrderedDict[int, list[tuple[MessageRow, Card] | None]] = OrderedDict()
        self._is_broken = False

    def read_from(self, source: RowSource | None) -> None:
        """All rows are forgotten; ids of another source mean nothing here."""
        self.beginResetModel()
        self._source = source
        self._ids = array("q")
        self._pages.clear()
        self._is_broken = False
        self.endResetModel()

    def replace(self, ids: array[int]) -> None:
        """Show these ids; the same ids again only repaint."""
        if ids == self._ids:
            self._pages.clear()
            self._tell(0, len(ids) - 1)
            return
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def append(self, ids: array[int]) -> None:
        first = len(self._ids)
        if ids:
            self.beginInsertRows(QModelIndex(), first, first + len(ids) - 1)
            self._ids.extend(ids)
            self._pages.pop(first // PAGE, None)  # it was read when it was shorter
            self.endInsertRows()

    def read_again(self, ids: Collection[int]) -> None:
        """Rows of these messages have changed."""
        stale = [p for p, page in self._pages.items() if any(e and e[0].id in ids for e in page)]
        for page in stale:
            del self._pages[page]
            self._tell(page * PAGE, min((page + 1) * PAGE, len(self._ids)) - 1)

    def repaint_all(self) -> None:
        """Times of day have become dates, say."""
        self._pages.clear()
        self._tell(0, len(self._ids) - 1)

    def id_at(self, row: int) -> int:
        """-1 where there is no such row."""
        return self._ids[row] if 0 <= row < len(self._ids) else -1

    def position(self, message_id: int) -> int:
        """The row of a message, -1 where it is not listed."""
        try:
            return self._ids.index(message_id)
        except ValueError:
            return -1

    def card(self, row: int) -> Card | None:
        entry = self._entry(row)
        return entry[1] if entry else None

    def message(self, row: int) -> MessageRow | None:
        """None where the message is gone since its id was read."""
        entry = self._entry(row)
        return entry[0] if entry else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role not in (DISPLAY, ACCESSIBLE, ID_ROLE) or not index.isValid():
            return None
        if role == ID_ROLE:
            return self.id_at(index.row())
        shown = self.card(index.row())
        if shown is None:
            return "(no longer in the workspace)"
        return shown.spoken if role == ACCESSIBLE else shown.subject

    def _entry(self, row: int) -> tuple[MessageRow, Card] | None:
        if not 0 <= row < len(self._ids):
            return None
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self._read(number)
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return page[row % PAGE]

    def _read(self, number: int) -> list[tuple[MessageRow, Card] | None]:
        ids = self._ids[number * PAGE : (number + 1) * PAGE]
        now = self._clock()
        found = {row.id: (row, card(row, now)) for row in self._rows(ids)}
        return [found.get(message_id) for message_id in ids]

    def _rows(self, ids: array[int]) -> list[MessageRow]:
        if self._source is None or self._is_broken:
            return []
        try:
            return self._source.rows(ids)
        except (WorkbenchError, sqlite3.Error) as error:
            self._is_broken = True
            self.broken.emit(f"Messages cannot be read from the workspace: {error}")
            return []

    def _tell(self, first: int, last: int) -> None:
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))
