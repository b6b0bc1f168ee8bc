"""The bytes of the message: as text, as a tree of parts, in hexadecimal."""

from __future__ import annotations

import enum

from PySide6.QtWidgets import QButtonGroup, QFrame, QPlainTextEdit

from ui.models.raw import digest, hex_text, parts_text, source_text
from ui.naming import named
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.views.reading.placeholder import Placeholder
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.hash_line import HashLine
from ui.widgets.label import PlainLabel
from ui.widgets.mail_text import MailText
from workbench.model.opened import OpenMessage

NO_BYTES = "No bytes", "The bytes of this message could not be fetched."


class View(enum.Enum):
    SOURCE = "Source"
    PARTS = "MIME tree"
    HEX = "Hex"


class RawTab(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.view = View.SOURCE
        self._opened: OpenMessage | None = None
        self.text = MailText("raw.text", "Raw message")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.note = PlainLabel("", 12, ink="second")
        self.hash = HashLine(theme, "SHA-256")
        self.choices = {view: named(_choice(theme, view), f"raw.{view.name}") for view in View}
        self._group = QButtonGroup(self)
        for view, button in self.choices.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _, view=view: self.choose(view))
        head = row(*self.choices.values(), None, self.note, self.hash, spacing=6)
        body = column(head, self.text, margins=(18, 10, 16, 12))
        body.setStretch(1, 1)
        self.place = Placeholder(theme, framed(body), self.text, "Its bytes are not here.")
        self.setLayout(column(self.place))
        self.choices[self.view].setChecked(True)

    def draw(self, state: ReadingState) -> None:
        if state.message is None:
            self._opened = None
            self.place.stand_in(state)
        elif state.message.raw is None:
            self._opened = None
            self.place.say("file", *NO_BYTES)
        elif state.message is not self._opened:
            self._opened = state.message
            self._fill()
            self.place.clear()

    def choose(self, view: View) -> None:
        self.view = view
        self.choices[view].setChecked(True)
        self._fill()

    def take_focus(self) -> None:
        self.place.take_focus()

    def _fill(self) -> None:
        opened = self._opened
        if opened is None or opened.raw is None:
            return
        data, analysis = opened.raw.data, opened.analysis
        self.text.exact = self.view is View.HEX  # brackets round dots would break its columns
        match self.view:
            case View.SOURCE:
                self.text.show_text(source_text(data))
            case View.PARTS:
                self.text.show_text(parts_text(analysis.message if analysis else None))
            case View.HEX:
                self.text.show_text(hex_text(data))
        self.note.setText(f"{len(data):,} bytes · read-only")
        self.hash.show_hash(digest(opened))


def _choice(theme: Theme, view: View) -> Button:
    button = Button(theme, view.value, "choice")
    button.setCheckable(True)
    return button
