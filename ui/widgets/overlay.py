"""A panel over the window.  While it is open the keyboard stays in it; Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QWidget
from shiboken6 import isValid

VEIL = QColor(10, 14, 20, 120)  # dims what cannot be used now, in both schemes
TOP = 72  # pixels between the upper edge of the window and a panel that hangs from it


class Overlay(QWidget):
    """Covers ``parent``; the panel holds ``layout`` and is at most ``width`` pixels wide."""

    closed = Signal()

    def __init__(
        self, parent: QWidget, layout: QLayout, width: int, name: str, centred: bool = False
    ) -> None:
        super().__init__(parent)
        self._home = parent
        self._width = width
        self._centred = centred
        self._before: QWidget | None = None
        self.panel = QFrame(self)
        self.panel.setObjectName("panel")
        self.panel.setAccessibleName(name)
        self.panel.setLayout(layout)
        parent.installEventFilter(self)
        self.panel.installEventFilter(self)
        self.hide()

    def open(self, first: QWidget) -> None:
        """Show the panel with the focus on ``first``; it goes back to where it was after."""
        self.open_beside()
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def open_beside(self) -> None:
        """Show the panel, and leave the keyboard where it is."""
        self._before = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()

    def shut(self) -> None:
        if self.isVisible():
            self.hide()
            if self._before is not None and isValid(self._before):
                self._before.setFocus(Qt.FocusReason.PopupFocusReason)
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        changed = (self._home, QEvent.Type.Resize), (self.panel, QEvent.Type.LayoutRequest)
        if self.isVisible() and (watched, event.type()) in changed:
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Esc is the panel's, before it is the window's shortcut."""
        overriding = event.type() is QEvent.Type.ShortcutOverride
        if overriding and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.panel.geometry().contains(event.pos()):
            self.shut()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes round inside the panel."""
        stops = [w for w in self.panel.findChildren(QWidget) if _takes_focus(w)]
        if not stops:
            return True
        here = QApplication.focusWidget()
        at = stops.index(here) if here in stops else -1
        stops[(at + (1 if next else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), VEIL)
        painter.end()

    def _place(self) -> None:
        parent = self._home
        self.setGeometry(parent.rect())
        width = min(self._width, parent.width() - 48)
        layout = self.panel.layout()
        border = self.panel.height() - self.panel.contentsRect().height()
        wanted = _height(layout, width) + border if layout is not None else 0
        height = min(wanted, parent.height() - TOP - 24)
        top = (parent.height() - height) // 2 if self._centred else TOP
        self.panel.setGeometry((parent.width() - width) // 2, top, width, height)


def _height(layout: QLayout, width: int) -> int:
    """What the layout wants at this width: text that wraps is higher in a narrow panel."""
    layout.activate()
    if layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return layout.sizeHint().height()


def _takes_focus(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isVisible() and widget.isEnabled()
