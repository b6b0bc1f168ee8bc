"""The filter line: green while it can be understood, red with the place marked while not."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QWidget

from ui.fonts import font
from ui.naming import named
from ui.presenters.queue import QueuePresenter, QueueState
from ui.theme import Theme
from ui.tokens import Tone
from ui.widgets.boxes import row
from ui.widgets.icon import IconLabel
from ui.widgets.label import ElidingLabel

HINT = "Filter:  from:  to:  subject:  verdict:  has:attachment  is:unread  after:2026-01-31"
LONGEST = 2_000  # characters; a filter is a line


class FilterField(QLineEdit):
    def __init__(self, theme: Theme, presenter: QueuePresenter) -> None:
        super().__init__()
        self._theme = theme
        self._position = -1
        named(self, "filter", "Filter messages")
        self.setFont(font(13, mono=True))
        self.setPlaceholderText(HINT)
        self.setMaxLength(LONGEST)
        self.setMinimumWidth(160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(presenter.set_filter)
        self.returnPressed.connect(presenter.apply_filter_now)
        presenter.changed.connect(self.draw)
        self.draw(presenter.state)

    @Slot(object)
    def draw(self, state: QueueState) -> None:
        if self.text() != state.filter_text:
            self.setText(state.filter_text)
        self._position = state.filter_position
        validity = "invalid" if state.filter_problem else "valid" if self.text().strip() else ""
        if self.property("validity") != validity:
            self.setProperty("validity", validity)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setAccessibleDescription(state.filter_problem)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if 0 <= self._position < len(self.text()):
            painter = QPainter(self)
            painter.setClipRect(self.rect().adjusted(10, 0, -10, 0))
            painter.fillRect(self._mark(), QColor(self._theme.tone(Tone.MALICIOUS).solid))
            painter.end()

    def _mark(self) -> QRectF:
        """A line under the term that is not understood."""
        text, metrics = self.text(), self.fontMetrics()
        end = text.find(" ", self._position)
        term = text[self._position : end if end > 0 else None]
        cursor = self.cursorRect()
        origin = cursor.x() + cursor.width() / 2
        origin -= metrics.horizontalAdvance(text[: self.cursorPosition()])
        left = origin + metrics.horizontalAdvance(text[: self._position])
        return QRectF(left, cursor.bottom() - 1, metrics.horizontalAdvance(term), 2)


class FilterProblemLabel(QFrame):
    """Hangs under the filter field, over what is there, so that nothing moves while typing."""

    moved = Signal()

    def __init__(self, theme: Theme, presenter: QueuePresenter, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "panel", "Filter problem")
        self._text = ElidingLabel("", 12)
        icon = IconLabel(theme, "info", lambda tokens: tokens.malicious.ink, 14)
        self.setLayout(row(icon, self._text, margins=(10, 6, 10, 6)))
        presenter.changed.connect(self.draw)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    @Slot(object)
    def draw(self, state: QueueState) -> None:
        self._text.setText(state.filter_problem)
        self.setVisible(bool(state.filter_problem))
        if state.filter_problem:
            self.moved.emit()

    def hang(self, field: QWidget) -> None:
        """Place it under the field."""
        parent = self.parentWidget()
        if parent is None:
            return
        corner = field.mapTo(parent, field.rect().bottomLeft())
        width = min(self.sizeHint().width() + 4, field.width())
        self.setGeometry(corner.x(), corner.y() + 4, width, self.sizeHint().height())
        self.raise_()

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(120, 28))
