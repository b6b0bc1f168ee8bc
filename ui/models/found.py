"""What a search has found, a row for each copy; rows are only ever added."""

from __future__ import annotations

from collections.abc import Sequence

from ui.models.copies import read_cell, time_word
from ui.models.table import ROOT, Cell, Index, TableRows
from ui.tokens import Tone
from workbench.model.found import Hit, Recorded, Silent
from workbench.model.mail import Copy

Row = Hit | Recorded | Silent
KEPT = 256  # rows whose cells are kept: more than a screen has
FOUND = ("Mailbox", "Folder", "Subject", "Sender", "Received", "Read")


class FoundRows(TableRows):
    """Cells are made when they are looked at: 10,000 rows cost no more than those on screen."""

    def __init__(self) -> None:
        super().__init__(FOUND)
        self._found: list[Row] = []
        self._made: dict[int, tuple[Cell, ...]] = {}

    def append(self, rows: Sequence[Row]) -> None:
        if rows:
            first = len(self._found)
            self.beginInsertRows(ROOT, first, first + len(rows) - 1)
            self._found += rows
            self.endInsertRows()

    def clear(self) -> None:
        self.beginResetModel()
        self._found.clear()
        self._made.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._found)

    def cell(self, row: int, column: int) -> Cell:
        """A view asks a dozen times for each cell that it paints."""
        cells = self._made.get(row)
        if cells is None:
            if len(self._made) >= KEPT:
                self._made.clear()
            cells = self._made[row] = _cells(self._found[row])
        return cells[column]

    def copy(self, row: int) -> Copy | None:
        """None where the row is no copy, or there is no such row."""
        found = self._found[row] if 0 <= row < len(self._found) else None
        return found.copy if isinstance(found, Hit) else None

    def same(self, row: int) -> list[Copy]:
        """The copy, and after it the others with its Message-ID."""
        if (chosen := self.copy(row)) is None:
            return []
        copies = (one.copy for one in self._found if isinstance(one, Hit))
        others = [copy for copy in copies if copy.internet_id == chosen.internet_id]
        return [chosen, *(copy for copy in others if copy != chosen and chosen.internet_id)]


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
