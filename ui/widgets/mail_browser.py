"""Shows what the analysis host made of a body; asks nobody for anything."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QUrl, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QTextBrowser

from ui.widgets.copying import asks_to_copy, plain_mime, show_menu

LINK = "link-"


class MailBrowser(QTextBrowser):
    """Links are announced by their number, never followed; -1 is none.

    Every resource is answered with an empty picture: on an empty answer Qt would load the address
    by itself.
    """

    link_chosen = Signal(int)
    link_pointed = Signal(int)  # under the mouse, or reached with Tab

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.anchorClicked.connect(self._on_anchor)
        self.highlighted.connect(self._on_pointed)
        self._nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._nothing.fill(0)

    def loadResource(self, kind: int, name: QUrl | str) -> QImage:
        return self._nothing

    def createMimeDataFromSelection(self) -> QMimeData:
        return plain_mime(self.textCursor().selection().toPlainText())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_menu(self, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if asks_to_copy(event):
            self.copy()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes from link to link and then on; a link it reaches is told as under the mouse."""
        moved = super().focusNextPrevChild(next)
        cursor = self.textCursor()
        self.link_pointed.emit(_number(QUrl(cursor.charFormat().anchorHref())) if moved else -1)
        return moved

    @Slot(QUrl)
    def _on_anchor(self, url: QUrl) -> None:
        self.link_chosen.emit(_number(url))

    @Slot(QUrl)
    def _on_pointed(self, url: QUrl) -> None:
        self.link_pointed.emit(_number(url))


def _number(url: QUrl) -> int:
    """Of ``#link-N`` as our own writers set it."""
    number = url.fragment().removeprefix(LINK)
    return int(number) if number.isascii() and number.isdigit() else -1
