"""One hash of an artifact, with a button that copies it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QFrame

from ui.naming import named
from ui.theme import Theme
from ui.widgets.boxes import row
from ui.widgets.button import Button
from ui.widgets.label import ElidingLabel, PlainLabel


class HashLine(QFrame):
    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._value = ElidingLabel("", 12, mono=True, selectable=True)
        spoken = f"Copy {title}"
        self.copy = named(Button(theme, "", "quiet", "copy", spoken), f"copy.{title.casefold()}")
        head = PlainLabel(title, 12, ink="second")
        self.setLayout(row(head, self._value, self.copy, None, spacing=6))
        self.copy.clicked.connect(self._copy)

    @property
    def value(self) -> str:
        return self._value.text()

    def show_hash(self, value: str) -> None:
        self._value.setText(value)
        self.copy.setEnabled(bool(value))

    @Slot()
    def _copy(self) -> None:
        QApplication.clipboard().setText(self.value)
