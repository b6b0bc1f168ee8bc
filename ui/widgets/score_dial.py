"""The score as an arc with its number: 0 to 100."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.fonts import Weight, font
from ui.theme import Theme
from ui.tokens import Tone

SIDE = 84  # pixels
START, SPAN = 225, -270  # degrees: from lower left over the top to lower right


class ScoreDial(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._score: int | None = None
        self._tone = Tone.UNKNOWN
        self.setFixedSize(QSize(SIDE, SIDE))
        theme.changed.connect(self.update)

    def show_score(self, score: int | None, tone: Tone) -> None:
        """``None`` where nothing was concluded: no number, no arc."""
        self._score, self._tone = score, tone
        spoken = "no score" if score is None else f"score {score} of 100"
        self.setAccessibleName(spoken)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        ring = QRectF(8, 6, SIDE - 16, SIDE - 16)
        self._arc(painter, ring, tokens.border, 100)
        if self._score:
            self._arc(painter, ring, tokens.tone(self._tone).solid, self._score)
        painter.setPen(QColor(tokens.text))
        painter.setFont(font(24, Weight.BOLD))
        text = "–" if self._score is None else str(self._score)
        painter.drawText(ring, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.setPen(QColor(tokens.text_third))
        painter.setFont(font(11))
        foot = QRectF(0, SIDE - 18, SIDE, 16)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), "of 100")
        painter.end()

    def _arc(self, painter: QPainter, ring: QRectF, colour: str, share: int) -> None:
        pen = QPen(QColor(colour), 7)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, START * 16, SPAN * 16 * share // 100)
