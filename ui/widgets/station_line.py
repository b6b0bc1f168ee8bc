"""A way drawn as a line of stations, the first on the left: hops of a message, steps of a link."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import plain
from ui.fonts import Weight, font
from ui.models.stations import Station
from ui.theme import Theme
from ui.tokens import Tone

# pixels: height of all, of the line, radius of a station, width a station needs for its name
_HEIGHT, _LINE, _RADIUS, _ROOM = 96, 28, 7, 118
_CENTRE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)


class StationLine(QWidget):
    """``spoken`` begins what a screen reader says.  Where there is no room for all, those in the
    middle are counted instead of drawn."""

    def __init__(self, theme: Theme, spoken: str) -> None:
        super().__init__()
        self._spoken = spoken
        self._theme = theme
        self._stations: list[Station] = []
        self.setMouseTracking(True)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_stations(self, stations: Sequence[Station]) -> None:
        self._stations = list(stations)
        self.setVisible(bool(stations))
        told = ", then ".join(f"{one.name} {one.gap}".strip() for one in stations)
        self.setAccessibleName(plain.line(f"{self._spoken}: {told}"))
        self.update()

    @property
    def shown(self) -> list[Station]:
        """Those that are drawn; a station of the tone INFO without time stands for the rest."""
        room = max(2, self.width() // _ROOM)
        if len(self._stations) <= room:
            return self._stations
        front = (room - 1) // 2
        back = room - 1 - front
        missing = len(self._stations) - front - back
        rest = Station(f"{missing} more", "see the table", "", "", Tone.INFO)
        return [*self._stations[:front], rest, *self._stations[len(self._stations) - back :]]

    def sizeHint(self) -> QSize:
        return QSize(4 * _ROOM, _HEIGHT)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        shown = self.shown
        if shown:
            place = int(event.position().x() / (self.width() / len(shown)))
            one = shown[min(place, len(shown) - 1)]
            text = " · ".join(p for p in (one.name, one.note, one.time, one.gap) if p)
            plain.explain(self, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self.shown
        step = self.width() / max(1, len(shown))
        for number, one in enumerate(shown):
            x = (number + 0.5) * step
            if number:
                self._paint_gap(painter, x - step, x, one.gap)
            self._paint_words(painter, one, QRectF(x - step / 2 + 4, 0, step - 8, _HEIGHT))
        for number, one in enumerate(shown):
            self._paint_station(painter, QPointF((number + 0.5) * step, _LINE), one.tone)
        painter.end()

    def _paint_gap(self, painter: QPainter, left: float, right: float, gap: str) -> None:
        tokens = self._theme.tokens
        painter.setPen(QPen(QColor(tokens.control), 1.5))
        painter.drawLine(QPointF(left, _LINE), QPointF(right, _LINE))
        painter.setPen(QColor(tokens.text_second))
        painter.setFont(font(11))
        painter.drawText(QRectF(left, 2, right - left, 16), _CENTRE, gap)

    def _paint_station(self, painter: QPainter, centre: QPointF, tone: Tone) -> None:
        shade = self._theme.tone(tone)
        painter.setPen(QPen(QColor(shade.solid), 2))
        painter.setBrush(QColor(shade.wash))
        painter.drawEllipse(centre, _RADIUS, _RADIUS)

    def _paint_words(self, painter: QPainter, one: Station, area: QRectF) -> None:
        tokens = self._theme.tokens
        lines = (
            (40, one.name, font(12, Weight.SEMIBOLD), tokens.text),
            (57, one.note, font(11), tokens.text_second),
            (74, one.time, font(11), tokens.text_third),
        )
        for top, text, face, ink in lines:
            painter.setFont(face)
            painter.setPen(QColor(ink))
            short = painter.fontMetrics().elidedText(
                plain.line(text, 120), Qt.TextElideMode.ElideMiddle, int(area.width())
            )
            painter.drawText(QRectF(area.left(), top, area.width(), 16), _CENTRE, short)
