"""Shows what the analysis host made of a body; asks nobody for anything."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QTextBrowser


class MailBrowser(QTextBrowser):
    """Links are announced, never followed; every resource is answered with an empty picture.

    An empty answer would make Qt load the address by itself, so each request gets an image.
    """

    link_chosen = Signal(str)

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.anchorClicked.connect(self._on_anchor)
        self._nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._nothing.fill(0)

    def loadResource(self, kind: int, name: QUrl | str) -> QImage:
        return self._nothing

    @Slot(QUrl)
    def _on_anchor(self, url: QUrl) -> None:
        self.link_chosen.emit(url.toString())
