"""The left edge: queues with live counts, the record of actions, and a place to drop files."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent

from ui.fonts import Weight
from ui.naming import named
from ui.presenters.navigation import PAGES, NavigationPresenter, NavigationState
from ui.theme import Theme
from ui.views.panes import Pane
from ui.widgets.boxes import column
from ui.widgets.drop_zone import DropZone
from ui.widgets.label import PlainLabel
from ui.widgets.nav_item import NavItem

WIDE, FOLDED = 204, 56  # pixels
ROOM_FOR_DROP = 460  # pixels of height below which the drop zone gives way


class NavigationView(Pane):
    dropped = Signal(list)  # list[Path]
    files_asked = Signal()

    def __init__(self, theme: Theme, presenter: NavigationPresenter, pages: frozenset[str]) -> None:
        """``pages`` are the keys of the pages this window has."""
        super().__init__()
        self.setObjectName("nav")
        self._presenter = presenter
        self._folded = False
        self._has_drop = True
        self.items: dict[str, NavItem] = {}
        self._groups: list[PlainLabel] = []
        self._entries = column(spacing=1)
        self.drop = named(DropZone(theme), "nav.drop")
        self.drop.dropped.connect(self.dropped)
        self.drop.asked.connect(self.files_asked)
        self._arrange(theme, pages)
        presenter.changed.connect(self.draw)
        self.draw(presenter.state)

    def fold(self, folded: bool) -> None:
        self._folded = folded
        self.setFixedWidth(FOLDED if folded else WIDE)
        self._entries.setContentsMargins(0, 8 if folded else 0, 0, 0)
        for group in self._groups:
            group.setVisible(not folded)
        for item in self.items.values():
            item.set_folded(folded)
        self._place_drop()

    def offer_drop(self, offered: bool) -> None:
        """The first page has its own, larger one."""
        self._has_drop = offered
        self._place_drop()

    def take_focus(self) -> None:
        self.items[self._presenter.current.key].setFocus()

    @Slot(object)
    def draw(self, state: NavigationState) -> None:
        for key, item in self.items.items():
            item.set_current(key == state.current)
            item.set_count(state.count(key))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_drop()

    def _place_drop(self) -> None:
        room = self.height() >= ROOM_FOR_DROP
        self.drop.setVisible(self._has_drop and room and not self._folded)

    def _arrange(self, theme: Theme, pages: frozenset[str]) -> None:
        entries = self._entries
        group = ""
        for page in PAGES:
            if page.key not in pages:
                continue
            if page.group != group:
                group = page.group
                entries.addWidget(self._heading(group))
            item = NavItem(theme, page.key, page.icon, page.title, f"Ctrl+{page.digit}")
            item.chosen.connect(self._presenter.open)
            self.items[page.key] = named(item, f"nav.{page.key}")
            entries.addWidget(item)
        foot = column(self.drop, margins=(10, 0, 10, 12))
        self.setLayout(column(entries, None, foot, spacing=1))
        self.setFixedWidth(WIDE)

    def _heading(self, text: str) -> PlainLabel:
        heading = PlainLabel(text, 11, Weight.SEMIBOLD, "third")
        heading.setContentsMargins(15, 12, 0, 2)
        self._groups.append(heading)
        return heading
