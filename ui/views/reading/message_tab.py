"""The text of a message in three views: readable, styled, plain."""

from __future__ import annotations

import enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QStackedLayout

from ui import plain
from ui.fonts import Weight, font
from ui.models.bodies import Bodies, bodies_of, withheld_text
from ui.naming import named
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.widgets import readable_document
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.label import ElidingLabel
from ui.widgets.mail_browser import MailBrowser

TEXT = 200_000  # characters of plain text shown
NO_BODY = "This message has no text that could be shown."


class View(enum.Enum):
    READABLE = "Readable"
    STYLED = "Styled"
    TEXT = "Plain text"


class MessageTab(QFrame):
    link_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bodies = Bodies()
        self._shown: object = None
        self.view = View.READABLE
        self.readable = MailBrowser("readable", "Text of the message, readable view")
        self.styled = MailBrowser("paper", "Text of the message, styled view")
        self.text = MailBrowser("plain", "Text of the message, plain text")
        self.text.setFont(font(12, Weight.REGULAR, True))
        self._note = ElidingLabel("", 12, ink="second")
        self._choices = {view: named(_choice(theme, view), f"body.{view.name}") for view in View}
        self._group = QButtonGroup(self)
        self._stack = QStackedLayout()
        for view, browser in zip(View, (self.readable, self.styled, self.text), strict=True):
            self._group.addButton(self._choices[view])
            self._choices[view].clicked.connect(lambda _, view=view: self.choose(view))
            self._stack.addWidget(browser)
            browser.link_chosen.connect(self.link_chosen)
        head = row(*self._choices.values(), None, self._note, spacing=6)
        body = column(head, framed(self._stack), margins=(18, 10, 16, 12))
        body.setStretch(1, 1)
        self.setLayout(body)
        theme.changed.connect(self._fill)

    def draw(self, state: ReadingState) -> None:
        analysis = state.message.analysis if state.message else None
        if analysis is self._shown:
            return
        self._shown = analysis
        self._bodies = bodies_of(analysis)
        self._choices[View.STYLED].setEnabled(bool(self._bodies.styled))
        if self.view is View.STYLED and not self._bodies.styled:
            self.view = View.READABLE
        self._fill()

    def choose(self, view: View) -> None:
        if view is not View.STYLED or self._bodies.styled:
            self.view = view
        self._fill()

    def next_view(self) -> None:
        views = [view for view in View if self._choices[view].isEnabled()]
        self.choose(views[(views.index(self.view) + 1) % len(views)])

    def page(self) -> bool:
        """Scroll down by a page; False at the end."""
        bar = self._current().verticalScrollBar()
        before = bar.value()
        bar.setValue(before + bar.pageStep())
        return bar.value() != before

    def take_focus(self) -> None:
        self._current().setFocus()

    def _current(self) -> MailBrowser:
        return {View.READABLE: self.readable, View.STYLED: self.styled, View.TEXT: self.text}[
            self.view
        ]

    def _fill(self) -> None:
        """Only the view that is looked at is laid out."""
        self._choices[self.view].setChecked(True)
        self._stack.setCurrentWidget(self._current())
        left = 0
        match self.view:
            case View.READABLE:
                document = self.readable.document()
                left = readable_document.write(document, self._bodies.readable, self._theme.tokens)
            case View.STYLED:
                self.styled.setHtml(self._bodies.styled)
            case View.TEXT:
                self.text.setPlainText(plain.block(self._bodies.text, TEXT))
        self._current().verticalScrollBar().setValue(0)
        self._say(left)

    def _say(self, left: int) -> None:
        notes = [withheld_text(self._bodies.withheld)]
        if left:
            notes.append(f"{left:,} paragraphs more than are shown")
        if self._bodies.truncated:
            notes.append("cut at a limit")
        if not self._bodies.readable:
            notes = [NO_BODY] if self._shown is not None else []
        self._note.setText(" · ".join(note for note in notes if note))


def _choice(theme: Theme, view: View) -> Button:
    button = Button(theme, view.value, "choice")
    button.setCheckable(True)
    return button
