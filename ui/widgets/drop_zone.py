"""Where files are dropped to be analysed on this computer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ui.fonts import Weight, font
from ui.theme import Theme


def local_files(data: QMimeData) -> list[Path]:
    """Paths of the files and folders in a drop; addresses that are no local path do not count.

    Nothing is opened here, and a remote or UNC address is never even looked at.
    """
    urls = (url for url in data.urls() if url.isLocalFile() and not url.host())
    return [Path(path) for path in (url.toLocalFile() for url in urls) if path[:2] != "//"]


class DropZone(QWidget):
    """``big`` is the one of the first page, else the small one under the navigation."""

    dropped = Signal(list)  # list[Path]
    asked = Signal()  # clicked, or Enter: the analyst wants to choose files

    def __init__(self, theme: Theme, big: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._big = big
        self._over = False
        self.setAcceptDrops(True)
        self.setFixedHeight(240 if big else 128)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Drop files here to analyse them on this computer, or choose files")
        theme.changed.connect(self.update)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            self._hover(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(False)
        event.acceptProposedAction()
        self.dropped.emit(local_files(event.mimeData()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def _hover(self, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        self._paint_words(painter)
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        busy = self._over or self.hasFocus()
        colour = tokens.focus if busy else tokens.control
        painter.setPen(QPen(QColor(colour), 2 if busy else 1.2, Qt.PenStyle.DashLine))
        ground = tokens.sunken if self._big else tokens.surface
        painter.setBrush(QColor(tokens.selected if self._over else ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _paint_words(self, painter: QPainter) -> None:
        tokens, area = self._theme.tokens, QRectF(self.rect())
        side, top = (36, 44) if self._big else (20, 18)
        arrow = self._theme.pixmap("drop", tokens.accent, side)
        painter.drawPixmap(round(area.center().x() - side / 2), top, arrow)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        wrap = int(flags) | int(Qt.TextFlag.TextWordWrap)
        title, note = _WORDS[self._big]
        painter.setPen(QColor(tokens.text))
        painter.setFont(font(18 if self._big else 12, Weight.SEMIBOLD))
        below = top + side + (16 if self._big else 8)
        painter.drawText(area.adjusted(8, below, -8, 0), wrap, title)
        painter.setPen(QColor(tokens.text_second))
        painter.setFont(font(13 if self._big else 11))
        painter.drawText(area.adjusted(10, below + (34 if self._big else 20), -10, 0), wrap, note)


_WORDS = {
    True: (
        "Drop .eml, .msg, any file or a folder",
        "Analysed on this computer. Nothing is uploaded, no link is opened.\n"
        "Or press Ctrl+O to choose files.",
    ),
    False: ("Drop .eml, .msg, any file", "Analysed on this computer. Nothing is uploaded."),
}
