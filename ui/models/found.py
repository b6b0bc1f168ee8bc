"""What a search has found, a row for each copy: as it came, or sorted by a column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt

from ui.models.copies import read_cell, time_word
from ui.models.table import ACCESSIBLE, DISPLAY, ROOT, Cell, Index, TableRows
from ui.tokens import Tone
from workbench.model.found import Hit, Recorded, Silent
from workbench.model.mail import Copy

Row = Hit | Recorded | Silent
KEPT = 256  # rows whose cells are kept: more than a screen has
ASCENDING = Qt.SortOrder.AscendingOrder
MARKS = {
    Qt.SortOrder.AscendingOrder: ("▲", "sorted, smallest first"),
    Qt.SortOrder.DescendingOrder: ("▼", "sorted, greatest first"),
}
AS_IT_CAME = (-1, ASCENDING)
FOUND = ("Mailbox", "Folder", "Subject", "Sender", "Received", "Read")


class FoundRows(TableRows):
    """Cells are made when they are looked at: 10,000 rows cost no more than those on screen."""

    def __init__(self) -> None:
        super().__init__(FOUND)
        self._found: list[Row] = []  # as they came
        self._order: list[int] = []  # what stands in each row, by its place in ``_found``
        self._sorted = AS_IT_CAME
        self._made: dict[int, tuple[Cell, ...]] = {}

    def append(self, rows: Sequence[Row]) -> None:
        """Where rows are sorted, these take their places among them."""
        if rows:
            first = len(self._found)
            self.beginInsertRows(ROOT, first, first + len(rows) - 1)
            self._found += rows
            self._order += range(first, len(self._found))
            self.endInsertRows()
            if self._sorted[0] >= 0:
                self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = ASCENDING) -> None:
        """-1 for the order in which they came; it also decides among equals."""
        if (column, order) != self._sorted:
            self._sorted = (column, order)
            self._arrange()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = DISPLAY
    ) -> str | None:
        """The title that rows are sorted by says so: arrows of styles mean one thing here and its
        opposite there."""
        title = super().headerData(section, orientation, DISPLAY)
        column, order = self._sorted
        if title is None or role not in (DISPLAY, ACCESSIBLE):
            return None
        if section != column:
            return title
        mark, words = MARKS[order]
        return f"{title}, {words}" if role == ACCESSIBLE else f"{title} {mark}"

    def _arrange(self) -> None:
        """Whoever holds an index keeps the row it meant."""
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        meant = [(self._order[index.row()], index.column()) for index in held]
        self._order = _ordered(self._found, *self._sorted)
        rows = {number: row for row, number in enumerate(self._order)} if held else {}
        self.changePersistentIndexList(held, [self.index(rows[n], c) for n, c in meant])
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(FOUND) - 1)

    def clear(self) -> None:
        self.beginResetModel()
        self._found.clear()
        self._order.clear()
        self._made.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._found)

    def cell(self, row: int, column: int) -> Cell:
        """A view asks a dozen times for each cell that it paints."""
        number = self._order[row]
        cells = self._made.get(number)
        if cells is None:
            if len(self._made) >= KEPT:
                self._made.clear()
            cells = self._made[number] = _cells(self._found[number])
        return cells[column]

    def copy(self, row: int) -> Copy | None:
        """None where the row is no copy, or there is no such row."""
        found = self._found[self._order[row]] if 0 <= row < len(self._order) else None
        return found.copy if isinstance(found, Hit) else None

    def same(self, row: int) -> list[Copy]:
        """The copy, and after it the others with its Message-ID."""
        if (chosen := self.copy(row)) is None:
            return []
        copies = (one.copy for one in self._found if isinstance(one, Hit))
        others = [copy for copy in copies if copy.internet_id == chosen.internet_id]
        return [chosen, *(copy for copy in others if copy != chosen and chosen.internet_id)]


def _ordered(found: Sequence[Row], column: int, order: Qt.SortOrder) -> list[int]:
    """What has nothing in the column stands at the end, whichever way it is sorted."""
    numbers = list(range(len(found)))
    if column < 0:
        return numbers
    values = [KEYS[column](row) for row in found]
    filled = [number for number in numbers if values[number]]
    filled.sort(key=values.__getitem__, reverse=order is Qt.SortOrder.DescendingOrder)
    return [*filled, *(number for number in numbers if not values[number])]


def _cells(row: Row) -> tuple[Cell, ...]:
    if isinstance(row, Hit):
        return _found(row)
    return _recorded(row) if isinstance(row, Recorded) else _silent(row)


def _found(hit: Hit) -> tuple[Cell, ...]:
    copy = hit.copy
    return (
        Cell(copy.mailbox_address),
        Cell(hit.path),
        Cell(copy.subject or "(no subject)"),
        Cell(copy.sender_address),
        Cell(time_word(copy.received)),
        read_cell(copy.is_read),
    )


def _recorded(row: Recorded) -> tuple[Cell, ...]:
    """What the provider's records name and no mailbox shows."""
    one = row.delivery
    return (
        Cell(one.recipient),
        Cell(row.standing.value, Tone.SUSPICIOUS if one.is_held else Tone.UNKNOWN),
        Cell(one.subject or "(no subject)"),
        Cell(one.sender),
        Cell(time_word(one.received)),
        Cell(""),
    )


def _silent(row: Silent) -> tuple[Cell, ...]:
    standing = "not all is listed" if row.is_cut else "could not be asked"
    place = Cell(standing, Tone.SUSPICIOUS if row.is_cut else Tone.UNKNOWN)
    return (Cell(row.address), place, Cell(row.why), Cell(""), Cell(""), Cell(""))


def _mailbox(row: Row) -> str:
    if isinstance(row, Hit):
        return row.copy.mailbox_address.casefold()
    return (row.delivery.recipient if isinstance(row, Recorded) else row.address).casefold()


def _folder(row: Row) -> str:
    if isinstance(row, Hit):
        return row.path.casefold()
    return row.standing.value if isinstance(row, Recorded) else ""


def _subject(row: Row) -> str:
    if isinstance(row, Hit):
        return row.copy.subject.casefold()
    return row.delivery.subject.casefold() if isinstance(row, Recorded) else ""


def _sender(row: Row) -> str:
    if isinstance(row, Hit):
        return row.copy.sender_address.casefold()
    return row.delivery.sender.casefold() if isinstance(row, Recorded) else ""


def _received(row: Row) -> datetime | None:
    if isinstance(row, Hit):
        return row.copy.received
    return row.delivery.received if isinstance(row, Recorded) else None


def _read(row: Row) -> str:
    return read_cell(row.copy.is_read).text if isinstance(row, Hit) else ""


# By column; what is nothing has no place among the others.
KEYS: tuple[Callable[[Row], Any], ...] = (_mailbox, _folder, _subject, _sender, _received, _read)
