"""Our own stroke icons, drawn in the colour and size asked for."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


class Icons:
    """Keeps what it has drawn; ``ratio`` is the device pixel ratio to draw for."""

    def __init__(self, ratio: float = 2.0) -> None:
        self._ratio = ratio
        self._sources: dict[str, str] = {}
        self._drawn: dict[tuple[str, str, int], QPixmap] = {}

    def pixmap(self, name: str, colour: str, size: int = 16) -> QPixmap:
        """``name`` is a file in resources/icons without its ending; ``size`` in pixels."""
        key = (name, colour, size)
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, colour, size)
        return self._drawn[key]

    def icon(self, name: str, colour: str, size: int = 16) -> QIcon:
        return QIcon(self.pixmap(name, colour, size))

    def _source(self, name: str) -> str:
        if name not in self._sources:
            path = files("resources") / "icons" / f"{name}.svg"
            self._sources[name] = path.read_text(encoding="utf-8")
        return self._sources[name]

    def _draw(self, name: str, colour: str, size: int) -> QPixmap:
        svg = self._source(name).replace("currentColor", colour)
        side = round(size * self._ratio)
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
        painter.end()
        pixmap.setDevicePixelRatio(self._ratio)
        return pixmap
