"""The text of a message in four views: readable, styled, plain, and by who wrote what."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QStackedLayout

from analyzers.model.analysis import Analysis
from ui import plain
from ui.models.bodies import Bodies, bodies_of, withheld_text
from ui.models.conversation import conversation, language_of, threads_of
from ui.naming import named
from ui.presenters.reading import ReadingState
from ui.theme import Theme
from ui.tokens import LIGHT
from ui.views.reading.placeholder import Placeholder
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.label import ElidingLabel
from ui.widgets.mail_browser import MailBrowser
from ui.widgets.mail_text import MailText
from ui.widgets.readable_document import ReadableWriter

NO_BODY = "No text", "This message has no text that could be shown. Raw shows its bytes."
NO_MESSAGE = "Not a message", "This file has no text of a mail. Attachments shows what is in it."


class View(enum.Enum):
    READABLE = "Readable"
    STYLED = "Styled"
    TEXT = "Plain text"
    CONVERSATION = "Conversation"


class MessageTab(QFrame):
    link_chosen = Signal(str)  # where it goes, "" if that is not known

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bodies = Bodies()
        self._shown: Analysis | None = None
        self.view = View.READABLE
        self.readable = MailBrowser("readable", "Text of the message, readable view")
        self.styled = MailBrowser("paper", "Text of the message, styled view")
        self.text = MailText("plain", "Text of the message, plain text")
        self.talk = MailText("conversation", "Who wrote what in the message")
        pages = (self.readable, self.styled, self.text, self.talk)
        self._pages = dict(zip(View, pages, strict=True))
        self._talk = ""
        self.writer = ReadableWriter(self.readable.document())
        self.note = ElidingLabel("", 12, ink="second")
        self.choices = {view: named(_choice(theme, view), f"body.{view.name}") for view in View}
        self._group = QButtonGroup(self)
        self._stack = QStackedLayout()
        self._arrange()
        self._wire()

    def _arrange(self) -> None:
        # The paper is white in the dark too; on it links take their colour from this sheet.
        sheet = f"a {{ color: {LIGHT.link} }}"
        self.styled.document().setDefaultStyleSheet(sheet)
        for view in View:
            self._group.addButton(self.choices[view])
            self._stack.addWidget(self._pages[view])
        head = row(*self.choices.values(), None, self.note, spacing=6)
        body = column(head, framed(self._stack), margins=(18, 10, 16, 12))
        body.setStretch(1, 1)
        lost = "Nothing of its text can be shown safely."
        self.place = Placeholder(self._theme, framed(body), self.readable, lost)
        self.setLayout(column(self.place))

    def _wire(self) -> None:
        for view, button in self.choices.items():
            button.clicked.connect(lambda _, view=view: self.choose(view))
        for browser in (self.readable, self.styled):
            browser.link_chosen.connect(self._on_link)
            browser.link_pointed.connect(self._on_pointed)
        self._theme.changed.connect(self._fill)

    def draw(self, state: ReadingState) -> None:
        analysis = state.message.analysis if state.message else None
        if analysis is None:
            self._shown, self._bodies = None, Bodies()
            self.place.stand_in(state)
        elif analysis is not self._shown:
            self._shown, self._bodies = analysis, bodies_of(analysis)
            self._show_bodies(analysis)

    def choose(self, view: View) -> None:
        if self.choices[view].isEnabled():
            self.view = view
        self._fill()

    def next_view(self) -> None:
        views = [view for view in View if self.choices[view].isEnabled()]
        self.choose(views[(views.index(self.view) + 1) % len(views)])

    def page(self) -> bool:
        """Scroll down by a page; False at the end."""
        bar = self._pages[self.view].verticalScrollBar()
        before = bar.value()
        bar.setValue(before + bar.pageStep())
        return bar.value() != before

    def take_focus(self) -> None:
        self.place.take_focus()

    def _show_bodies(self, analysis: Analysis) -> None:
        self._talk = conversation(threads_of(analysis))
        self.choices[View.STYLED].setEnabled(bool(self._bodies.styled))
        self.choices[View.CONVERSATION].setVisible(bool(self._talk))
        self.choices[View.CONVERSATION].setEnabled(bool(self._talk))
        if not self.choices[self.view].isEnabled():
            self.view = View.READABLE
        self._fill()
        if self._bodies.readable:
            self.place.clear()
        else:
            self.place.say("mail", *(NO_BODY if analysis.message else NO_MESSAGE))

    @Slot()
    def _fill(self) -> None:
        """Only the view that is looked at is laid out."""
        page = self._pages[self.view]
        self.choices[self.view].setChecked(True)
        self.place.set_home(page)
        self._stack.setCurrentWidget(page)
        match self.view:
            case View.READABLE:
                self.writer.write(self._bodies.readable, self._theme.tokens, self._bodies.ends)
            case View.STYLED:
                self.styled.setHtml(self._bodies.styled)
            case View.TEXT:
                self.text.show_text(self._bodies.text)
            case View.CONVERSATION:
                self.talk.show_text(self._talk)
        page.verticalScrollBar().setValue(0)
        self._say()

    def _say(self) -> None:
        self.note.setText(" · ".join(self._notes()))

    def _notes(self) -> Iterator[str]:
        bodies = self._bodies
        if bodies.misleading:
            links = "1 link" if bodies.misleading == 1 else f"{bodies.misleading:,} links"
            yield f"{links} to another host than shown"
        if bodies.hidden:
            passages = "1 passage" if bodies.hidden == 1 else f"{bodies.hidden:,} passages"
            place = "marked in Readable" if self.view is View.TEXT else "marked"
            yield f"{passages} hidden by the sender, {place}"
        if bodies.withheld:
            yield withheld_text(bodies.withheld)
        if bodies.too_heavy:
            yield "no Styled view: drawing it would hold the window up"
        if bodies.truncated:
            yield "cut at a limit"
        if language := language_of(self._shown):
            yield f"language: {language}"

    def _targets(self) -> Sequence[str]:
        return self.writer.targets if self.view is View.READABLE else self._bodies.links

    def _target(self, number: int) -> str:
        targets = self._targets()
        return targets[number] if 0 <= number < len(targets) else ""

    @Slot(int)
    def _on_link(self, number: int) -> None:
        self.link_chosen.emit(self._target(number))

    @Slot(int)
    def _on_pointed(self, number: int) -> None:
        """Where a link goes, as long as it is pointed at."""
        target = self._target(number)
        if target:
            self.note.setText(f"goes to {plain.defanged(target)}")
        else:
            self._say()


def _choice(theme: Theme, view: View) -> Button:
    button = Button(theme, view.value, "choice")
    button.setCheckable(True)
    return button
