"""Says in the middle of an empty pane why it is empty and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from ui.fonts import Weight, font
from ui.theme import Theme
from ui.tokens import Tokens
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.icon import IconLabel
from ui.widgets.label import WrappingLabel


class Notice(QFrame):
    acted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon = IconLabel(theme, "info", _third, 28)
        self._title = WrappingLabel("", 15)
        self._title.setFont(font(15, Weight.SEMIBOLD))
        self._text = WrappingLabel("", 13, ink="second")
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = Button(theme)
        self.button.hide()
        self.button.clicked.connect(self.acted)
        middle = column(
            None,
            row(None, self._icon, None),
            self._title,
            self._text,
            row(None, self.button, None),
            None,
            None,
            margins=(28, 0, 28, 0),
            spacing=10,
        )
        self.setLayout(middle)

    @property
    def text(self) -> str:
        return f"{self._title.text()}\n{self._text.text()}"

    def say(self, icon: str, title: str, text: str, button: str = "") -> None:
        self._icon.show_icon(icon, _third)
        self._title.setText(title)
        self._text.setText(text)
        self.button.set_label(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(self.text)


def _third(tokens: Tokens) -> str:
    return tokens.text_third
