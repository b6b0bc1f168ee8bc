"""Mailboxes to be watched: which are shown by the filter, which are ticked."""

from __future__ import annotations

from collections.abc import Sequence

from ui.models.table import Cell
from ui.models.ticks import TickRows
from workbench.model.tenant import Mailbox

TITLES = ("Mailbox", "Name")


class WatchedRows(TickRows):
    """Ticks outlive the filter; without any tick all mailboxes are watched."""

    def __init__(self) -> None:
        super().__init__(TITLES)
        self._all: tuple[Mailbox, ...] = ()
        self._shown: list[Mailbox] = []
        self._chosen: set[str] = set()
        self.asked.connect(self.tick)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Keys, in the order of the list."""
        return tuple(box.key for box in self._all if box.key in self._chosen)

    @property
    def count(self) -> int:
        return len(self._all)

    def show_mailboxes(self, mailboxes: Sequence[Mailbox], chosen: Sequence[str]) -> None:
        self._all = tuple(mailboxes)
        self._chosen = set(chosen)
        self.narrow("")

    def narrow(self, wanted: str) -> None:
        """Those whose address or name holds every word."""
        words = wanted.casefold().split()
        self._shown = [
            box for box in self._all
            if all(word in f"{box.address} {box.name}".casefold() for word in words)
        ]  # fmt: skip
        rows = [(Cell(box.address), Cell(box.name)) for box in self._shown]
        self.fill_ticked(rows, self._as_ticks())

    def tick(self, rows: Sequence[int], wanted: bool) -> None:
        keys = {self._shown[row].key for row in rows}
        self._chosen = self._chosen | keys if wanted else self._chosen - keys
        self.set_ticks(self._as_ticks())

    def tick_shown(self, wanted: bool) -> None:
        self.tick(range(len(self._shown)), wanted)

    def _as_ticks(self) -> list[bool]:
        return [box.key in self._chosen for box in self._shown]
