"""A small picture that keeps up with the theme."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import Theme
from ui.tokens import Tokens

Colour = Callable[[Tokens], str]


def second(tokens: Tokens) -> str:
    """The usual colour of an icon."""
    return tokens.text_second


class IconLabel(QLabel):
    def __init__(
        self,
        theme: Theme,
        name: str,
        colour: Colour = second,
        size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._colour = colour
        self._side = size
        self.setFixedSize(size, size)
        theme.changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, colour: Colour = second) -> None:
        self._name, self._colour = name, colour
        self._draw()

    @Slot()
    def _draw(self) -> None:
        colour = self._colour(self._theme.tokens)
        self.setPixmap(self._theme.pixmap(self._name, colour, self._side))
