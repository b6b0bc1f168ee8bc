"""Entropy over the bytes of an artifact, with the sections of a program below it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from analyzers.model.executable import EntropyProfile, Section
from ui import plain
from ui.fonts import Weight, font
from ui.models.entropy import Stretch, spoken, stretches
from ui.theme import Theme
from ui.tokens import Tone

# pixels: left of the graph, its upper edge and foot, strip of sections, height with and without
_LEFT, _TOP, _FOOT, _STRIP, _TALL, _SHORT = 30, 8, 76, 24, 130, 100
_BITS = 8
_NOTHING = EntropyProfile(1, ())


class EntropyMap(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._profile = _NOTHING
        self._parts: list[Stretch] = []
        self._size = 0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def parts(self) -> tuple[Stretch, ...]:
        return tuple(self._parts)

    def show_profile(
        self, profile: EntropyProfile, sections: tuple[Section, ...], size: int
    ) -> None:
        """``size`` is that of the artifact in bytes."""
        self._profile, self._size = profile, size
        self._parts = stretches(profile, sections, size) if size else []
        self.setAccessibleName(plain.line(spoken(profile, self._parts)))
        self.setFixedHeight(_TALL if self._parts else _SHORT)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, _TALL if self._parts else _SHORT)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        share = (event.position().x() - _LEFT) / max(1, self._width())
        values = self._profile.values
        if not values or not 0 <= share < 1:
            plain.explain(self, "")
            return
        part = next((p for p in self._parts if p.start <= share < p.end), None)
        name = f"{part.name}, " if part else ""
        value = values[int(share * len(values))]
        plain.explain(self, f"{name}0x{int(share * self._size):X}: {value:.2f} bits per byte")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_scale(painter)
        if self._profile.values:
            whole = Stretch("", 0.0, 1.0, 0.0, Tone.INFO)
            for part in self._gaps() if self._parts else [whole]:
                self._paint_blocks(painter, part)
            for part in self._parts:
                self._paint_blocks(painter, part)
                self._paint_name(painter, part)
        self._paint_foot(painter)
        painter.end()

    def _gaps(self) -> list[Stretch]:
        """What lies before and between the sections: headers, mostly."""
        found, at = [], 0.0
        for part in self._parts:
            if part.start > at:
                found.append(Stretch("", at, part.start, 0.0, Tone.UNKNOWN))
            at = part.end
        return found

    def _width(self) -> int:
        return self.width() - _LEFT - 2

    def _height(self, bits: float) -> float:
        return _FOOT - min(bits, _BITS) * (_FOOT - _TOP) / _BITS

    def _paint_scale(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        painter.setFont(font(11))
        for bits in (0, 4, 8):
            y = self._height(bits)
            painter.setPen(QPen(QColor(tokens.border), 1))
            painter.drawLine(QPointF(_LEFT, y), QPointF(_LEFT + self._width(), y))
            painter.setPen(QColor(tokens.text_third))
            painter.drawText(QRectF(0, y - 7, _LEFT - 6, 14), _RIGHT_MIDDLE, str(bits))

    def _paint_blocks(self, painter: QPainter, part: Stretch) -> None:
        values = self._profile.values
        count, width = len(values), self._width()
        first, last = int(part.start * count), min(count, -int(-part.end * count // 1))
        left, right = _LEFT + part.start * width, _LEFT + part.end * width
        path = QPainterPath(QPointF(left, self._height(0)))
        for number in range(first, max(last, first + 1)):
            y = self._height(values[min(number, count - 1)])
            path.lineTo(max(left, _LEFT + number / count * width), y)
            path.lineTo(min(right, _LEFT + (number + 1) / count * width), y)
        path.lineTo(right, self._height(0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tone(part.tone).solid))
        painter.drawPath(path)

    def _paint_name(self, painter: QPainter, part: Stretch) -> None:
        shade, width = self._theme.tone(part.tone), self._width()
        area = QRectF(
            _LEFT + part.start * width, _FOOT + 6, (part.end - part.start) * width - 2, _STRIP
        )
        if area.width() < 3:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade.wash))
        painter.drawRoundedRect(area, 3, 3)
        painter.setPen(QColor(shade.ink))
        painter.setFont(font(11, Weight.MEDIUM, True))
        name, room = plain.line(part.name, 40), int(area.width() - 6)
        text, metrics = f"{name} {part.entropy:.2f}", painter.fontMetrics()
        if metrics.horizontalAdvance(text) > room:
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text if room > 12 else "")

    def _paint_foot(self, painter: QPainter) -> None:
        area = QRectF(_LEFT, self.height() - 20, self._width(), 18)
        painter.setPen(QColor(self._theme.tokens.text_third))
        painter.setFont(font(11))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), "0x0")
        painter.drawText(area, _RIGHT_MIDDLE, f"0x{self._size:X} · {self._size:,} bytes")


_RIGHT_MIDDLE = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
