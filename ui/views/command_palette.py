"""Ctrl+K: everything that can be done now, found by a few letters of its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from ui.fonts import font
from ui.naming import named
from ui.widgets.boxes import column
from ui.widgets.overlay import Overlay

WIDTH, ROWS = 560, 12
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


def matches(wanted: str, title: str) -> bool:
    """Whether the letters of ``wanted`` occur in ``title`` in their order."""
    rest = iter(title.casefold())
    return all(letter in rest for letter in wanted.casefold() if not letter.isspace())


def found(wanted: str, titles: Sequence[str]) -> list[int]:
    """Positions of the titles that match, those that hold the words as typed first."""
    hits = [n for n, title in enumerate(titles) if matches(wanted, title)]
    return sorted(hits, key=lambda n: (wanted.casefold() not in titles[n].casefold(), n))


class CommandPalette(Overlay):
    chosen = Signal(object)  # QAction

    def __init__(self, parent: QWidget) -> None:
        self._line = named(QLineEdit(), "palette.line", "Find a command")
        self._line.setPlaceholderText("Type a few letters of a command")
        self._line.setFont(font(14))
        self._list = named(QTreeWidget(), "palette.list", "Commands")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformRowHeights(True)
        self._list.setRootIsDecorated(False)
        self._list.setHeaderHidden(True)
        self._list.setColumnCount(2)
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._list.setMinimumHeight(ROWS * 30)
        layout = column(self._line, self._list, margins=(12, 12, 12, 12))
        super().__init__(parent, layout, WIDTH, "Commands")
        self._actions: list[QAction] = []
        self._line.textChanged.connect(self._fill)
        self._line.installEventFilter(self)
        self._list.itemClicked.connect(self._choose)

    def ask(self, actions: Sequence[QAction]) -> None:
        self._actions = list(actions)
        self._line.clear()
        self._fill()
        self.open(self._line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line and isinstance(event, QKeyEvent):
            return event.type() is QEvent.Type.KeyPress and self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        """The line keeps the focus; arrows move in the list all the same."""
        if event.key() in _MOVES:
            self._list.keyPressEvent(event)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._list.currentItem())
            return True
        return False

    def _fill(self) -> None:
        self._list.clear()
        titles = [action.text().partition("\t")[0] for action in self._actions]
        for number in found(self._line.text(), titles):
            item = QTreeWidgetItem([titles[number], f"{self._actions[number].data()}  "])
            item.setData(0, Qt.ItemDataRole.UserRole, number)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._list.addTopLevelItem(item)
        if first := self._list.topLevelItem(0):
            self._list.setCurrentItem(first)

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            action = self._actions[item.data(0, Qt.ItemDataRole.UserRole)]
            self.shut()
            self.chosen.emit(action)
