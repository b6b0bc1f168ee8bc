"""E: the dispositions, each under its letter.  Closing changes nothing in any mailbox."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.actions import CLOSE_AS
from ui.naming import named
from ui.verdicts import DISPOSITIONS
from workbench.model.verdict import Disposition


class CloseMenu(QMenu):
    chosen = Signal(object)  # Disposition

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "close", "Close as")
        for letter, disposition in CLOSE_AS:
            self.addAction(f"&{letter}    {DISPOSITIONS[disposition].word}").setData(disposition)
        self.triggered.connect(self._on_triggered)

    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(Disposition(action.data()))  # Qt keeps only its text
