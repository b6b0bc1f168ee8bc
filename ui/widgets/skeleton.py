"""Grey rows where messages will be, so that nothing jumps when they come."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme

# left edge, top edge, share of the width, height; pixels in a row of the list
_BARS = ((38, 13, 0.38, 12), (38, 34, 0.72, 11), (38, 54, 0.22, 13))


class Skeleton(QWidget):
    def __init__(self, theme: Theme, row_height: int) -> None:
        super().__init__()
        self._theme = theme
        self._row_height = row_height
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Loading messages")
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        painter.fillRect(self.rect(), QColor(tokens.surface))
        for top in range(0, self.height(), self._row_height):
            self._paint_row(painter, top)
        painter.end()

    def _paint_row(self, painter: QPainter, top: int) -> None:
        tokens = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.selected_inactive))
        painter.drawEllipse(QRectF(14, top + 11, 16, 16))
        for left, down, share, height in _BARS:
            width = (self.width() - left - 12) * share
            painter.drawRoundedRect(QRectF(left, top + down, width, height), 4, 4)
        end = top + self._row_height - 1
        painter.fillRect(QRectF(0, end, self.width(), 1), QColor(tokens.border))
