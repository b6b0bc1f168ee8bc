"""Which colours are shown: those of the system, or the ones the analyst chose."""

from __future__ import annotations

import enum

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPalette, QPixmap, QStyleHints

from ui.icons import Icons
from ui.tokens import DARK, LIGHT, Shade, Tokens, Tone


class Choice(enum.StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Handed to everything that paints; ``changed`` tells to paint again."""

    changed = Signal()

    def __init__(self, hints: QStyleHints, choice: Choice = Choice.SYSTEM) -> None:
        super().__init__()
        self._hints = hints
        self.choice = choice
        self.icons = Icons()
        self.tokens = self._wanted()
        hints.colorSchemeChanged.connect(self._follow)

    def choose(self, choice: Choice) -> None:
        self.choice = choice
        self._follow()

    def switch(self) -> None:
        """From light to dark and back."""
        self.choose(Choice.LIGHT if self.tokens.dark else Choice.DARK)

    def follow_system(self) -> None:
        self.choose(Choice.SYSTEM)

    def tone(self, tone: Tone) -> Shade:
        return self.tokens.tone(tone)

    def pixmap(self, name: str, colour: str, size: int = 16) -> QPixmap:
        return self.icons.pixmap(name, colour, size)

    def icon(self, name: str, colour: str, size: int = 16) -> QIcon:
        return self.icons.icon(name, colour, size)

    def _wanted(self) -> Tokens:
        if self.choice is not Choice.SYSTEM:
            return DARK if self.choice is Choice.DARK else LIGHT
        return DARK if self._hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT

    @Slot()
    def _follow(self) -> None:
        wanted = self._wanted()
        if wanted is not self.tokens:
            self.tokens = wanted
            self.changed.emit()


def palette(tokens: Tokens) -> QPalette:
    """The Qt palette for what the style sheet does not reach."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.app,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.sunken,
        role.Text: tokens.text,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.PlaceholderText: tokens.text_third,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Link: tokens.link,
        role.LinkVisited: tokens.link,
        role.Mid: tokens.border,
        role.Light: tokens.surface,
        role.Dark: tokens.border,
    }
    made = QPalette()
    for which, colour in colours.items():
        made.setColor(which, QColor(colour))
    return made
