"""Labels that show their text and nothing else, whatever the text holds."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import plain
from ui.fonts import Weight, font

SHORTEST = 28  # pixels an eliding label keeps when there is no room


class PlainLabel(QLabel):
    """``ink`` is "", "second", "third" or "accent"; ``tone`` colours the text by a Tone instead."""

    def __init__(
        self,
        text: str = "",
        pixels: int = 13,
        weight: Weight = Weight.REGULAR,
        ink: str = "",
        mono: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(pixels, weight, mono))
        self.setProperty("ink", ink)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Line ends stay only where the label wraps."""
        super().setText(plain.block(text) if self.wordWrap() else plain.line(text))

    def set_tone(self, tone: str) -> None:
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)


class WrappingLabel(PlainLabel):
    """Text of several lines."""

    def __init__(self, text: str = "", pixels: int = 13, ink: str = "") -> None:
        super().__init__("", pixels, ink=ink)
        self.setWordWrap(True)
        self.setText(text)


class ElidingLabel(PlainLabel):
    """One line that gives way when there is no room; the whole of it is in the tooltip."""

    def __init__(
        self,
        text: str = "",
        pixels: int = 13,
        weight: Weight = Weight.REGULAR,
        ink: str = "",
        mono: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__(text, pixels, weight, ink, mono)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        if selectable:
            flags = Qt.TextInteractionFlag
            self.setTextInteractionFlags(flags.TextSelectableByMouse)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(self.text())
        plain.explain(self, self.text())

    def minimumSizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(hint.width(), SHORTEST), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room: QRect = self.contentsRect()
        if self.fontMetrics().horizontalAdvance(self.text()) <= room.width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        short = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(self.alignment()), short)
        painter.end()
