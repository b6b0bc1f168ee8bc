"""One reason of a verdict: icon, points, what it says and where; pressing it goes there."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui import plain
from ui.fonts import Weight, font
from ui.theme import Theme
from ui.tokens import Tone
from ui.verdicts import ICONS
from ui.widgets.copying import asks_to_copy, copy

HEIGHT = 25  # pixels
POINTS_LEFT, TITLE_LEFT = 26, 66


class EvidenceRow(QAbstractButton):
    """``points`` is shown with its sign; an empty text stands for something not checked."""

    def __init__(self, theme: Theme, tone: Tone, points: str, title: str, detail: str) -> None:
        super().__init__()
        self._theme = theme
        self._tone = tone
        self._points = points
        self._title = plain.line(title)
        self._detail = plain.line(detail)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(t for t in (points, self._title, self._detail) if t))
        plain.explain(self, f"{title}\n{detail}" if detail else title)
        theme.changed.connect(self.update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses as Space does; C copies."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif asks_to_copy(event):
            copy(plain.unclickable(self.accessibleName()))
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(300, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._theme.tokens
        area = self.rect()
        if self.underMouse() or self.hasFocus():
            painter.setPen(QColor(tokens.focus) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(area.adjusted(0, 0, -1, -1), 4, 4)
        ink = tokens.tone(self._tone).ink
        icon = self._theme.pixmap(ICONS[self._tone], ink, 14)
        painter.drawPixmap(4, (HEIGHT - 14) // 2, icon)
        self._text(painter, QRect(POINTS_LEFT, 0, 32, HEIGHT), self._points, ink, Weight.BOLD, True)
        used = self._text(
            painter, area.adjusted(TITLE_LEFT, 0, -6, 0), self._title, tokens.text, Weight.SEMIBOLD
        )
        rest = area.adjusted(TITLE_LEFT + used + 12, 0, -6, 0)
        if rest.width() > 40:
            self._text(painter, rest, self._detail, tokens.text_second, Weight.REGULAR)
        painter.end()

    def _text(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        colour: str,
        weight: Weight,
        right: bool = False,
    ) -> int:
        """Draw one line, shortened to the area; the width it took."""
        painter.setFont(font(12 if weight is Weight.REGULAR else 13, weight))
        painter.setPen(QColor(colour))
        short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter), short)
        return painter.fontMetrics().horizontalAdvance(short)
