"""Buttons of one look, whose icons keep up with the theme."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui import plain
from ui.fonts import Weight, font
from ui.theme import Theme

HEAVY = frozenset({"primary", "danger"})
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
ALONE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Button(QPushButton):
    """``kind`` is "", "primary", "danger", "quiet" or "choice"; ``spoken`` is also the tooltip.

    Space presses it, and Enter, unless it is a danger: what Ctrl+Enter confirms is not confirmed by
    an Enter that was meant for the field before it.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        kind: str = "",
        icon: str = "",
        spoken: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self.setProperty("kind", kind)
        self.setFont(font(13, Weight.SEMIBOLD if kind in HEAVY else Weight.REGULAR))
        self.set_label(text, spoken)
        self.setIconSize(QSize(16, 16))
        self.setAutoDefault(False)
        theme.changed.connect(self._draw)
        self._draw()

    def set_label(self, text: str, spoken: str = "") -> None:
        """``text`` may come from mail or a tenant: an ampersand in it is no shortcut."""
        shown = plain.line(text)
        self.setText(("  " + shown if self._icon and shown else shown).replace("&", "&&"))
        self.setAccessibleName(plain.line(spoken or text))
        plain.explain(self, spoken)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alone = event.key() in ENTER and event.modifiers() in ALONE
        if not alone or self.property("kind") == "danger":
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():  # held down, it was meant for what came before
            self.click()

    def set_icon(self, name: str) -> None:
        self._icon = name
        self._draw()

    @Slot()
    def _draw(self) -> None:
        if not self._icon:
            return
        tokens = self._theme.tokens
        colours = {"primary": tokens.on_accent, "danger": tokens.on_solid}
        colour = colours.get(self.property("kind"), tokens.text_second)
        self.setIcon(self._theme.icon(self._icon, colour))
