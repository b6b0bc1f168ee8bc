"""The bar below every message: how many copies there are, and the way to act on them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame

from ui.fonts import Weight
from ui.models.consequences import running_title
from ui.models.copies import counted, many
from ui.naming import named
from ui.presenters.reading import ReadingPresenter, ReadingState
from ui.presenters.remedy import RemedyPresenter, RemedyState, Stage
from ui.theme import Theme
from ui.tokens import Tone
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.label import ElidingLabel
from workbench.model.mail import Copy
from workbench.model.remediation import ScopeRow, Tier
from workbench.model.rows import Source


class RemedyBar(QFrame):
    """Both buttons open the preview: nothing is changed from here."""

    def __init__(self, theme: Theme, reading: ReadingPresenter, remedy: RemedyPresenter) -> None:
        super().__init__()
        self.setObjectName("remedy")
        self._theme = theme
        self._reading = reading
        self._remedy = remedy
        self._title = ElidingLabel("", 14, Weight.SEMIBOLD)
        self._why = ElidingLabel("", 12, ink="second")
        self._chips = FlowLayout()
        self._facts = framed(self._chips)
        self.preview = named(Button(theme, "Preview…", "", "eye"), "remedy.preview")
        self.quarantine = named(Button(theme, "", "danger", "quarantine"), "remedy.quarantine")
        self.reveal = named(Button(theme, "Show", "", "eye", "Show the action"), "remedy.reveal")
        left = column(self._title, self._why, self._facts, spacing=4)
        parts = row(left, self.reveal, self.preview, self.quarantine, margins=(18, 8, 16, 8))
        parts.setStretch(0, 1)
        self.setLayout(parts)
        for button in (self.preview, self.quarantine):
            button.clicked.connect(self._on_preview)
        self.reveal.clicked.connect(remedy.reveal)
        remedy.changed.connect(self._on_remedy)
        self.draw(reading.state)

    @property
    def text(self) -> str:
        return f"{self._title.text()}\n{self._why.text()}"

    def draw(self, state: ReadingState) -> None:
        self.setVisible(state.id >= 0)
        action = self._remedy.state
        why = _why_not(state)
        copies = _copies(state)
        self._title.setText(_hidden_title(action) or _title(state))
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._chips.clear()
        for chip in () if why else self._marks(state):
            self._chips.addWidget(chip)
        self._facts.setVisible(self._chips.count() > 0)
        possible = not why and not action.hidden
        for button in (self.preview, self.quarantine):
            button.setVisible(possible)
            button.setEnabled(action.stage is not Stage.RUNNING)
        count = many(len(copies), "copy", "copies") if copies else "copies"
        self.quarantine.set_label(f"Quarantine {count}…", f"Quarantine {count} (shows first)")
        self.reveal.setVisible(action.hidden)

    def _marks(self, state: ReadingState) -> Iterator[Chip]:
        copies, scope = _copies(state), state.scope
        read = sum(copy.is_read for copy in copies)
        if read:
            yield Chip(self._theme, f"{read:,} read", Tone.SUSPICIOUS)
        if read < len(copies):
            yield Chip(self._theme, f"{len(copies) - read:,} unread", Tone.INFO, "mail")
        weak = sum(found.tier is Tier.WEAK for found in scope.rows) if scope else 0
        if weak:
            yield Chip(self._theme, f"{weak:,} weak", Tone.SUSPICIOUS)
        if scope and scope.unreached:
            boxes = many(len(scope.unreached), "mailbox", "mailboxes")
            yield Chip(self._theme, f"{boxes} not asked", Tone.UNKNOWN)
        if scope is None and copies:
            yield Chip(self._theme, "as of the last refresh", Tone.UNKNOWN, "clock")

    @Slot()
    def _on_preview(self) -> None:
        self._remedy.preview(self._reading.state.id)

    @Slot(object)
    def _on_remedy(self, state: RemedyState) -> None:
        self.draw(self._reading.state)


def _copies(state: ReadingState) -> tuple[Copy | ScopeRow, ...]:
    if state.scope is not None:
        return tuple(row for row in state.scope.rows if row.selected)
    return state.message.copies if state.message else ()


def _title(state: ReadingState) -> str:
    rows = state.scope.rows if state.scope else state.message.copies if state.message else ()
    if not rows:
        return "No copy found" if state.scope else "Copies not known yet"
    return counted(len(rows), len({row.ref.mailbox for row in rows}))


def _why_not(state: ReadingState) -> str:
    """Why nothing can be done about the message from here, "" when something can."""
    if state.message is not None and state.message.source is Source.FILE:
        return "Opened from a file: there are no copies to act on"
    if not state.may_search:
        return "Connect a tenant to act on copies"
    return ""


def _hidden_title(state: RemedyState) -> str:
    """What goes on, or has ended, behind a panel that was put away."""
    if not state.hidden:
        return ""
    if state.stage is Stage.RUNNING:
        return running_title(state.undoing, state.scope, state.choice)
    return "The action has ended" if state.stage is Stage.DONE else "The action did not end well"
