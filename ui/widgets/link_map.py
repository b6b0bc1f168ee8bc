"""All links of a message as one map: what is shown, the addresses, their steps, where they end."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from analyzers.model.linkgraph import NodeKind
from ui import plain
from ui.fonts import Weight, font
from ui.models.linkmap import Line, LinkMap, Spot
from ui.naming import named
from ui.theme import Theme

# pixels: head with the titles, a row, a box in it, least width of a column, gap between columns;
# a box that also says what leads there is taller
_HEAD, _ROW, _BOX, _LEAST, _GAP = 26, 34, 26, 108, 36
_TALL_ROW, _TALL_BOX, _SECOND = 46, 40, 18
_LABEL = 1_000  # characters that are made ready to be shortened to the width of a box
_FAINT = 0.35  # what does not lie on the chosen way


class LinkMapView(QWidget):
    chosen = Signal(int)  # index of a spot
    copy_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._map = LinkMap()
        self._at = -1
        self._way: frozenset[int] = frozenset()
        self._row = _ROW
        named(self, "urls.map", "Map of links")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def current(self) -> Spot | None:
        return self._map.spots[self._at] if self._at >= 0 else None

    def show_map(self, shown: LinkMap) -> None:
        self._map, self._at, self._way = shown, -1, frozenset()
        self._row = _TALL_ROW if any(spot.by for spot in shown.spots) else _ROW
        self.setFixedHeight(_HEAD + max(1, shown.rows) * self._row)
        self.setMinimumWidth(len(shown.titles) * (_LEAST + _GAP))
        count = len(shown.spots)
        self.setAccessibleName(f"Map of links, {count:,} places. Arrow keys go along the ways.")
        self.update()

    def choose(self, index: int) -> None:
        """Make a spot the current one and tell so."""
        self._at, self._way = index, self._map.way(index)
        self.setAccessibleDescription(plain.line(self._told(self._map.spots[index])))
        self.update()
        self.chosen.emit(index)

    def place(self, index: int) -> QRectF:
        """The box of a spot, in pixels of this widget."""
        spot = self._map.spots[index]
        step = self.width() / max(1, len(self._map.titles))
        height = _TALL_BOX if spot.by else _BOX
        top = _HEAD + spot.row * self._row + (self._row - height) / 2
        return QRectF(spot.column * step + 2, top, step - _GAP, height)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), self.minimumHeight())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._under(event.position())
        if index >= 0:
            self.choose(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self._under(event.position())
        plain.explain(self, self._told(self._map.spots[index]) if index >= 0 else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
        }.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_C and not event.modifiers():
            self.copy_asked.emit()
        elif step is None:
            super().keyPressEvent(event)
        elif self._map.spots:
            self.choose(self._next(*step) if self._at >= 0 else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_titles(painter)
        for line in self._map.lines:
            self._paint_line(painter, line)
        for index, spot in enumerate(self._map.spots):
            self._paint_spot(painter, index, spot)
        painter.end()

    def _under(self, point: QPointF) -> int:
        boxes = range(len(self._map.spots))
        return next((index for index in boxes if self.place(index).contains(point)), -1)

    def _next(self, columns: int, rows: int) -> int:
        """Up and down within the column, left and right to the nearest along the lines."""
        spots, here = self._map.spots, self._map.spots[self._at]
        if rows:
            same = sorted((s.row, i) for i, s in enumerate(spots) if s.column == here.column)
            at = same.index((here.row, self._at)) + rows
            return same[max(0, min(at, len(same) - 1))][1]
        ends = [(line.start, line.end) for line in self._map.lines]
        near = {e if columns > 0 else s for s, e in ends if self._at == (s if columns > 0 else e)}
        return min(near, key=lambda i: abs(spots[i].row - here.row), default=self._at)

    def _told(self, spot: Spot) -> str:
        times = "1 link" if spot.count == 1 else f"{spot.count:,} links"
        by = f" · by {spot.by}" if spot.by else ""
        return f"{spot.shown} · {self._map.titles[spot.column].lower()}{by} · {times}"

    def _paint_titles(self, painter: QPainter) -> None:
        painter.setFont(font(11, Weight.SEMIBOLD))
        painter.setPen(QColor(self._theme.tokens.text_third))
        step = self.width() / max(1, len(self._map.titles))
        for column, title in enumerate(self._map.titles):
            area = QRectF(column * step + 2, 0, step - _GAP, _HEAD - 6)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), title)

    def _paint_line(self, painter: QPainter, line: Line) -> None:
        start, end = self.place(line.start), self.place(line.end)
        lit = not self._way or {line.start, line.end} <= self._way
        left = QPointF(start.right(), start.center().y())
        right = QPointF(end.left(), end.center().y())
        half = QPointF((right.x() - left.x()) / 2, 0)
        path = QPainterPath(left)
        path.cubicTo(left + half, right - half, right)
        tokens = self._theme.tokens
        painter.setOpacity(1.0 if lit else _FAINT)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent if self._way and lit else tokens.control), 1.5))
        painter.drawPath(path)
        painter.setOpacity(1.0)

    def _paint_spot(self, painter: QPainter, index: int, spot: Spot) -> None:
        box, shade, tokens = self.place(index), self._theme.tone(spot.tone), self._theme.tokens
        painter.setOpacity(1.0 if not self._way or index in self._way else _FAINT)
        painter.setBrush(QColor(shade.wash))
        is_here = index == self._at
        painter.setPen(QPen(QColor(tokens.accent if is_here else shade.solid), 2 if is_here else 1))
        painter.drawRoundedRect(box, 5, 5)
        inner = box.adjusted(7, 0, -7, -_SECOND if spot.by else 0)
        painter.setPen(QColor(tokens.text))
        painter.setFont(font(12, mono=spot.kind is not NodeKind.TEXT))
        _paint_text(painter, inner, spot.shown, f"  ×{spot.count}" if spot.count > 1 else "")
        if spot.by:
            painter.setPen(QColor(tokens.text_second))
            painter.setFont(font(11))
            _paint_text(painter, inner.translated(0, _SECOND), f"by {spot.by}", "")
        painter.setOpacity(1.0)


def _paint_text(painter: QPainter, area: QRectF, text: str, end: str) -> None:
    """On one line, shortened in the middle; ``end`` is kept."""
    metrics = painter.fontMetrics()
    width = int(area.width()) - metrics.horizontalAdvance(end)
    line = plain.line(text, _LABEL)
    short = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, width)
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), short + end)
