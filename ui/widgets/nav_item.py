"""One entry of the navigation: icon, words, live count; folded it is the icon alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui import plain
from ui.fonts import Weight, font
from ui.theme import Theme

HEIGHT = 32  # pixels


class NavItem(QWidget):
    chosen = Signal(str)  # key

    def __init__(self, theme: Theme, key: str, icon: str, title: str, shortcut: str) -> None:
        super().__init__()
        self.key = key
        self._theme = theme
        self._icon = icon
        self._title = title
        self._shortcut = shortcut
        self._count = ""
        self._current = self._folded = self._under = False
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()
        theme.changed.connect(self.update)

    @property
    def is_current(self) -> bool:
        return self._current

    @property
    def count(self) -> str:
        return self._count

    def set_current(self, current: bool) -> None:
        self._current = current
        self._name()
        self.update()

    def set_count(self, count: str) -> None:
        self._count = count
        self._name()
        self.update()

    def set_folded(self, folded: bool) -> None:
        self._folded = folded
        self._name()
        self.update()

    def _name(self) -> None:
        spoken = ", ".join(filter(None, (self._title, self._count, "open" * self._current)))
        self.setAccessibleName(spoken)
        counted = f"{self._title} {self._count}".strip()
        plain.explain(self, f"{counted}  ({self._shortcut})" if self._folded else self._shortcut)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.chosen.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.key)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._under = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._under = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.rect().adjusted(8, 1, -8, -1)
        self._paint_ground(painter, room)
        tokens = self._theme.tokens
        colour = tokens.accent if self._current else tokens.text_second
        left = room.center().x() - 7 if self._folded else room.x() + 12
        painter.drawPixmap(left, room.y() + 7, self._theme.pixmap(self._icon, colour))
        if self._folded:
            self._paint_dot(painter, room)
        else:
            self._paint_words(painter, room)
        painter.end()

    def _paint_ground(self, painter: QPainter, room: QRect) -> None:
        tokens = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        if self._current or self._under:
            painter.setBrush(QColor(tokens.selected if self._current else tokens.hover))
            painter.drawRoundedRect(room, 6, 6)
        if self._current:
            painter.setBrush(QColor(tokens.accent))
            bar = QRectF(room.x(), room.y() + 6, 3, room.height() - 12)
            painter.drawRoundedRect(bar, 1.5, 1.5)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(room).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        tokens, middle = self._theme.tokens, Qt.AlignmentFlag.AlignVCenter
        strong = Weight.SEMIBOLD if self._current else Weight.MEDIUM
        painter.setFont(font(13, strong))
        painter.setPen(QColor(tokens.text if self._current else tokens.text_second))
        painter.drawText(room.adjusted(36, 0, 0, 0), middle, self._title)
        painter.setFont(font(12, Weight.SEMIBOLD if self._current else Weight.REGULAR))
        painter.setPen(QColor(tokens.text if self._current else tokens.text_third))
        right = middle | Qt.AlignmentFlag.AlignRight
        painter.drawText(room.adjusted(0, 0, -10, 0), right, self._count)

    def _paint_dot(self, painter: QPainter, room: QRect) -> None:
        """Folded, a dot says that there is something; how much is in the tooltip."""
        if self._count in ("", "0"):
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.accent))
        painter.drawEllipse(QRectF(room.center().x() + 7, room.y() + 5, 6, 6))
