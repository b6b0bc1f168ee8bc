"""One of a few values, each shown in words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QSizePolicy

from ui.naming import named


class Choice(QComboBox):
    """The first of ``options`` (words by value) is chosen until another one is."""

    def __init__(self, name: str, spoken: str, options: Mapping[str, str]) -> None:
        super().__init__()
        named(self, name, spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for value, words in options.items():
            self.addItem(words, value)

    @property
    def value(self) -> str:
        return str(self.currentData())

    def choose(self, value: str) -> None:
        self.setCurrentIndex(self.findData(value))

    def reset(self) -> None:
        self.setCurrentIndex(0)
