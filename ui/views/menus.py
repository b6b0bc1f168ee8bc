"""Turns the table of commands into actions, shortcuts and the product menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ui.actions import MENUS, Command, Need

Handlers = Mapping[str, Callable[[], object]]


class Commands(QObject):
    """The commands this window has: exactly those it has a handler for."""

    def __init__(self, window: QWidget, commands: Iterable[Command], handlers: Handlers) -> None:
        super().__init__(window)
        self._window = window
        self._handlers = handlers
        self.table = tuple(c for c in commands if c.name in handlers)
        self.actions = {c.name: self._action(c) for c in self.table}
        self._by_keys: list[tuple[Command, QAction]] = []
        self._has = Need.NOTHING
        self._held = False

    def listen_in(self, panes: Iterable[QWidget], table: QWidget) -> None:
        """Let single letters work in ``panes`` and the list's own keys in ``table``."""
        for command in self.table:
            if command.letters:
                self._bind(command, command.letters, panes)
            if command.list_keys:
                self._bind(command, command.list_keys, (table,))
        self._enable()

    def fill(self, menu: QMenu) -> QMenu:
        for name in MENUS:
            part = menu.addMenu(name)
            part.addActions([self.actions[c.name] for c in self.table if c.menu == name])
        return menu

    def offer(self, has: Need) -> None:
        """What is there now; commands that need more cannot be chosen."""
        self._has = has
        self._enable()

    def hold(self, held: bool) -> None:
        """While a panel is open only Esc is left."""
        self._held = held
        self._enable()

    def possible(self) -> list[QAction]:
        return [action for action in self.actions.values() if action.isEnabled()]

    def _action(self, command: Command) -> QAction:
        letter = "" if command.keys else "".join(command.all_keys[:1])
        action = QAction(f"{command.title}\t{letter}" if letter else command.title, self._window)
        action.setData("  ".join(command.all_keys))
        action.setObjectName(f"do {command.name}")
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setMenuRole(QAction.MenuRole.NoRole)
        handler = self._handlers[command.name]
        action.triggered.connect(lambda: handler())
        self._window.addAction(action)
        return action

    def _bind(self, command: Command, keys: Iterable[str], widgets: Iterable[QWidget]) -> None:
        action = QAction(command.title, self._window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(self.actions[command.name].trigger)
        for widget in widgets:
            widget.addAction(action)
        self._by_keys.append((command, action))

    def _enable(self) -> None:
        own = ((command, self.actions[command.name]) for command in self.table)
        for command, action in (*own, *self._by_keys):
            possible = command.needs in self._has or command.needs is Need.NOTHING
            action.setEnabled(command.name == "escape" if self._held else possible)
