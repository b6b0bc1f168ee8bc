"""A line across a pane that says what is wrong and offers what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ui.theme import Theme
from ui.tokens import Tokens, Tone
from ui.verdicts import ICONS
from ui.widgets.boxes import row
from ui.widgets.button import Button
from ui.widgets.icon import IconLabel
from ui.widgets.label import ElidingLabel


class Banner(QFrame):
    """Hidden until it has something to say."""

    acted = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, close_name: str = "Close this notice") -> None:
        super().__init__()
        self._tone = Tone.INFO
        self._icon = IconLabel(theme, ICONS[Tone.INFO], self._ink)
        self._text = ElidingLabel("", 13)
        self._action = Button(theme)
        self._action.hide()
        self._close = Button(theme, "", "quiet", "close", close_name)
        parts = (self._icon, self._text, None, self._action, self._close)
        self.setLayout(row(*parts, margins=(14, 4, 8, 4)))
        self._action.clicked.connect(self.acted)
        self._close.clicked.connect(self._on_close)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, text: str, tone: Tone = Tone.INFO, action: str = "") -> None:
        self._tone = tone
        self._icon.show_icon(ICONS[tone], self._ink)
        self._text.setText(text)
        self._text.set_tone(tone)
        self._action.set_label(action)
        self._action.setVisible(bool(action))
        self.setProperty("wash", tone)
        self.setAccessibleName(self._text.text())
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()

    def _ink(self, tokens: Tokens) -> str:
        return tokens.tone(self._tone).ink
