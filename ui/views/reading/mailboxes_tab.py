"""In which mailboxes copies of the message lie, and where in them, once the tenant was asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame

from ui.models.copies import (
    TITLES,
    Rows,
    age_word,
    as_csv,
    counted,
    known_rows,
    scope_rows,
    unreached_text,
)
from ui.models.messages import local_now
from ui.models.table import TableRows
from ui.naming import named
from ui.presenters.reading import ReadingPresenter, ReadingState
from ui.theme import Theme
from ui.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.boxes import column, row
from ui.widgets.button import Button
from ui.widgets.data_table import DataTable
from ui.widgets.label import ElidingLabel
from workbench.model.opened import OpenMessage
from workbench.model.rows import Source

WIDTHS = (216, 150, 84, 134, 70, 160)
MINUTE = 30_000  # milliseconds between two looks at the clock: the age is told in minutes


class MailboxesTab(QFrame):
    """Asks by itself once, when it is opened on a message nobody has asked about."""

    def __init__(
        self,
        theme: Theme,
        reading: ReadingPresenter,
        clock: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__()
        self._reading = reading
        self._clock = clock
        self._shown: tuple[object, object] | None = None
        self._rows: Rows = []
        self._just_opened = False
        self._note = ElidingLabel("", 12, ink="second")
        self.ask = named(Button(theme, "", "", "refresh"), "mailboxes.ask")
        self.copy = named(Button(theme, "Copy as CSV", "", "copy"), "mailboxes.copy")
        self.banner = Banner(theme)
        self.table = DataTable(theme, TableRows(TITLES), WIDTHS, "Copies", frozenset({0}))
        head = row(self._note, None, self.ask, self.copy)
        body = column(head, self.banner, self.table, margins=(18, 10, 16, 12))
        body.setStretch(2, 1)
        self.setLayout(body)
        self.ask.clicked.connect(reading.find_copies)
        self.banner.acted.connect(reading.find_copies)
        self.copy.clicked.connect(self._copy)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._ask_once)
        self._clockwork = QTimer(self)
        self._clockwork.setInterval(MINUTE)
        self._clockwork.timeout.connect(self._tell)

    def draw(self, state: ReadingState) -> None:
        opened, scope = state.message, state.scope
        if self._shown != (id(opened), id(scope)):
            self._shown = (id(opened), id(scope))
            copies = opened.copies if opened else ()
            self._rows = scope_rows(scope, copies) if scope else known_rows(copies)
            self.table.rows.fill(self._rows)
        self.copy.setEnabled(bool(self._rows))
        self.ask.setEnabled(_may_ask(state) and not state.finding)
        label = "Asking every mailbox…" if state.finding else "Where are they now?  (F5)"
        self.ask.set_label(label)
        self._tell()
        self._warn(state)
        if self._just_opened and opened is not None:
            self._just_opened = False
            self._soon.start(0)  # not from within the drawing of a state

    def take_focus(self) -> None:
        self.table.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._just_opened = True
            self._clockwork.start()

    def event(self, event: QEvent) -> bool:
        """F5 asks for the copies here, not for new mail as elsewhere in the window."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() in kinds and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F5:
            event.accept()
            if event.type() is QEvent.Type.KeyPress and _may_ask(self._reading.state):
                self._reading.find_copies()
            return True
        return super().event(event)

    @Slot()
    def _ask_once(self) -> None:
        state = self._reading.state
        if _may_ask(state) and state.scope is None and not state.finding:
            self._reading.find_copies()

    @Slot()
    def _tell(self) -> None:
        if self.isVisible():
            self._note.setText(_note(self._reading.state, self._clock()))
        else:
            self._clockwork.stop()

    def _warn(self, state: ReadingState) -> None:
        """A failed question, else mailboxes that gave no answer."""
        unreached = unreached_text(state.scope.unreached) if state.scope else ""
        if state.scope_problem and not state.finding:
            text = f"The copies were not found: {state.scope_problem}"
            self.banner.say(text, Tone.SUSPICIOUS, "Try again")
        elif unreached:
            self.banner.say(unreached, Tone.SUSPICIOUS, "Ask again")
        else:
            self.banner.hide()

    @Slot()
    def _copy(self) -> None:
        QApplication.clipboard().setText(as_csv(TITLES, self._rows))


def _may_ask(state: ReadingState) -> bool:
    opened = state.message
    return state.may_search and opened is not None and opened.source is Source.TENANT


def _note(state: ReadingState, now: datetime) -> str:
    scope, opened = state.scope, state.message
    if state.finding:
        return "Asking every mailbox for this message · Esc stops"
    if scope is not None:
        boxes = len({row.ref.mailbox for row in scope.rows})
        age = age_word(now - scope.frozen)
        if scope.rows:
            return f"{counted(len(scope.rows), boxes)} · asked {age}"
        return f"No copy in any mailbox that answered · asked {age}"
    return _known(state, opened) if opened else ""


def _known(state: ReadingState, opened: OpenMessage) -> str:
    if opened.source is Source.FILE:
        return "Opened from a file: its copies in mailboxes are not known"
    boxes = len({copy.ref.mailbox for copy in opened.copies})
    known = f"{counted(len(opened.copies), boxes)} known from the last refresh"
    return known if state.may_search else f"{known} · connect a tenant to ask where they are now"
