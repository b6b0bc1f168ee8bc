"""A line of text that knows by its form what is pasted into it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit

PASTE = "edit-paste"  # Qt's own name of the entry in the menu of a line
MOST = 1 << 20  # characters looked at of what is pasted


class SearchField(QLineEdit):
    """``recognised`` carries what ``recognise`` made of a pasted text; where that is None, it is
    pasted as it is."""

    recognised = Signal(object)

    def __init__(self, recognise: Callable[[str], object | None], longest: int) -> None:
        super().__init__()
        self._recognise = recognise
        self.setMaxLength(longest)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == PASTE:
                action.triggered.disconnect()
                action.triggered.connect(self.take)
        menu.exec(event.globalPos())
        menu.deleteLater()

    @Slot()
    def take(self) -> None:
        """What the clipboard holds."""
        found = self._recognise(QApplication.clipboard().text()[:MOST])
        if found is None:
            self.paste()
        else:
            self.recognised.emit(found)
