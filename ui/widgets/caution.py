"""Something to know before going on, in full; away while there is nothing to say."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from ui.theme import Theme
from ui.tokens import Tokens, Tone
from ui.verdicts import ICONS
from ui.widgets.boxes import row
from ui.widgets.icon import IconLabel
from ui.widgets.label import WrappingLabel


class Caution(QFrame):
    def __init__(self, theme: Theme, tone: Tone = Tone.SUSPICIOUS) -> None:
        super().__init__()
        self._tone = tone
        self.setProperty("wash", tone)
        self._text = WrappingLabel("", 13)
        self._text.set_tone(tone)
        parts = row(IconLabel(theme, ICONS[tone], self._ink), self._text, margins=(12, 6, 12, 6))
        parts.setStretch(1, 1)
        self.setLayout(parts)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, text: str) -> None:
        self._text.setText(text)
        self.setAccessibleName(self.text)
        self.setVisible(bool(text))

    def _ink(self, tokens: Tokens) -> str:
        return tokens.tone(self._tone).ink
