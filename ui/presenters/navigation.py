"""The pages of the window and the live count of each."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from workbench.model.rows import View

ACTIONS = "actions"
PROPOSALS = "proposals"
SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Page:
    """``digit`` opens it with Ctrl; ``view`` is None where the page is not a message list."""

    key: str
    group: str
    title: str
    icon: str
    digit: int
    view: View | None = None


PAGES = (
    Page(View.REPORTED, "TRIAGE", "Reported", "report", 1, View.REPORTED),
    Page(View.FLAGGED, "TRIAGE", "Flagged", "flag", 2, View.FLAGGED),
    Page(View.ALL, "TRIAGE", "All mail", "mail", 3, View.ALL),
    Page(View.OFFLINE, "TRIAGE", "Offline files", "folder", 4, View.OFFLINE),
    Page(SEARCH, "INVESTIGATE", "Search", "search", 6),
    Page(ACTIONS, "RECORD", "Actions", "journal", 5),
    Page(PROPOSALS, "RECORD", "Proposals", "eye", 7),
)


def page(key: str) -> Page:
    return next(page for page in PAGES if page.key == key)


def short_number(number: int) -> str:
    """At most four digits with a unit: 999, 1,234, 12.3 k, 1.2 M."""
    for unit, size in (("M", 1_000_000), ("k", 1_000)):
        if number >= 10_000 and number >= size:
            return f"{number / size:.1f} {unit}"
    return f"{number:,}"


@dataclass(frozen=True, slots=True)
class NavigationState:
    current: str = View.REPORTED
    counts: tuple[tuple[str, str], ...] = ()  # page key, number as shown

    def count(self, key: str) -> str:
        return dict(self.counts).get(key, "")


class NavigationPresenter(QObject):
    changed = Signal(object)  # NavigationState
    opened = Signal(str)  # page key

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current: str = View.REPORTED
        self._counts: dict[str, int] = {}

    @property
    def state(self) -> NavigationState:
        shown = tuple((key, short_number(number)) for key, number in self._counts.items())
        return NavigationState(self._current, shown)

    @property
    def current(self) -> Page:
        return page(self._current)

    def count(self, key: str) -> int:
        return self._counts.get(key, 0)

    @property
    def is_empty(self) -> bool | None:
        """Whether there is no message at all; None until they have been counted."""
        number = self._counts.get(View.ALL)
        return None if number is None else number == 0

    @Slot(str)
    def open(self, key: str) -> None:
        """Going where one is already still tells, so that the list takes the focus again."""
        self._current = key
        self.changed.emit(self.state)
        self.opened.emit(key)

    @Slot(object)
    def set_counts(self, counts: dict[View, int]) -> None:
        self._counts |= {str(view): number for view, number in counts.items()}
        self.changed.emit(self.state)

    def set_actions(self, number: int) -> None:
        self._counts[ACTIONS] = number
        self.changed.emit(self.state)

    def set_found(self, number: int) -> None:
        self._counts[SEARCH] = number
        self.changed.emit(self.state)

    def set_proposals(self, number: int) -> None:
        self._counts[PROPOSALS] = number
        self.changed.emit(self.state)
