"""A line for a secret: never shown, and empty as soon as it was taken."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from ui.naming import named

LONGEST = 1_000  # characters


class SecretLine(QLineEdit):
    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        named(self, name, label)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setPlaceholderText(label)
        self.setMaxLength(LONGEST)

    def taken(self) -> str:
        """What was typed, which is then no longer here."""
        text = self.text()
        self.clear()
        return text
