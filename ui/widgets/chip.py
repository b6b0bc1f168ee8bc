"""A short fact on a wash of its tone: icon and word, never colour alone."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QSizePolicy

from ui import plain
from ui.fonts import Weight
from ui.theme import Theme
from ui.tokens import Tokens, Tone
from ui.verdicts import ICONS
from ui.widgets.boxes import row
from ui.widgets.icon import IconLabel
from ui.widgets.label import ElidingLabel

WIDEST = 360  # pixels; a chip holds a fact, not a text


class Chip(QFrame):
    """``icon`` is a file name in resources/icons, by default the one of the tone."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        tone: Tone = Tone.UNKNOWN,
        icon: str = "",
        pixels: int = 12,
    ) -> None:
        super().__init__()
        self.tone = tone
        self._icon = IconLabel(theme, icon or ICONS[tone], self._ink, 13)
        self._text = ElidingLabel("", pixels, Weight.SEMIBOLD)
        self.setLayout(row(self._icon, self._text, margins=(6, 2, 7, 2), spacing=4))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.say(text, tone, icon)

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, text: str, tone: Tone, icon: str = "") -> None:
        self.tone = tone
        self._text.setText(text)
        plain.explain(self, text)
        plain.explain(self._text, "")  # what somebody explains the chip with shows instead
        wanted = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 2
        self._text.setFixedWidth(min(wanted, WIDEST))
        self._text.set_tone(tone)
        self._icon.show_icon(icon or ICONS[tone], self._ink)
        self.setProperty("wash", tone)
        self.setAccessibleName(self._text.text())
        self.style().unpolish(self)
        self.style().polish(self)

    def _ink(self, tokens: Tokens) -> str:
        return tokens.tone(self.tone).ink
