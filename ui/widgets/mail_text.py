"""Plain text and bytes that came by mail, in one face, laid out only where somebody looks."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from ui import plain
from ui.fonts import Weight, font
from ui.models.layable import broken, lines
from ui.widgets.copying import asks_to_copy, plain_mime, show_menu

LONGEST = 200_000  # characters


class MailText(QPlainTextEdit):
    """Copies are defanged, unless ``exact``."""

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.exact = False
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFont(font(12, Weight.REGULAR, True))

    def show_text(self, text: str) -> None:
        """As much of it as is shown, with nothing invisible in it."""
        rest = len(text) - LONGEST
        more = f"\n… (+{rest:,} characters not shown)" if rest > 0 else ""
        shown = plain.block(lines(text[:LONGEST]), LONGEST * 2)
        self.setPlainText(broken(shown) + more)

    def createMimeDataFromSelection(self) -> QMimeData:
        text = self.textCursor().selection().toPlainText()
        if not self.exact:
            return plain_mime(text)
        data = QMimeData()
        data.setText(text)
        return data

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_menu(self, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if asks_to_copy(event):
            self.copy()
        else:
            super().keyPressEvent(event)
