"""Looking for copies, an action under way, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QProgressBar

from ui.models.consequences import time_left
from ui.models.outcomes import count_lines, is_stopped, why_final
from ui.models.proposals import sweep_lines
from ui.naming import named
from ui.presenters.approval import ApprovalPresenter
from ui.presenters.remedy import RemedyPresenter, RemedyState, Stage
from ui.theme import Theme
from ui.tokens import Tone
from ui.views.reading.approval_row import ApprovalRow
from ui.views.reading.go_on_row import GoOnRow
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.chip import Chip
from ui.widgets.label import PlainLabel, WrappingLabel
from ui.widgets.progress import left as progress_left
from workbench.jobs import Progress
from workbench.model.remediation import ActionKind, ActionState, ActionView

SEARCHING = "Every mailbox is asked, and nothing is changed. Esc stops."
RUNNING = (
    "Each copy is moved and then read back where it lies now. Hiding this changes nothing: the "
    "action goes on, and the bar below the message shows it."
)
STOPPING = "Stopping: what was asked for already is resolved first."


class ProgressPage(QFrame):
    """``put_away`` is Esc's meaning here: cancel a search, hide a run."""

    put_away = Signal()

    def __init__(self, theme: Theme, remedy: RemedyPresenter) -> None:
        super().__init__()
        self._remedy = remedy
        self._stopping = False
        self._clock = QElapsedTimer()
        self._text = WrappingLabel("", 13)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setAccessibleName("Progress of the action")
        self._count = PlainLabel("", 13, ink="second")
        self.hide_button = named(Button(theme, "Hide"), "remedy.hide")
        self.pause = named(Button(theme, "Pause", "", "", "Pause (P)"), "remedy.pause")
        self.stop = named(Button(theme, "Stop"), "remedy.stop")
        foot = row(self._count, None, self.hide_button, self.pause, self.stop)
        self.setLayout(column(self._text, self._bar, foot, spacing=12))
        self.hide_button.clicked.connect(self.put_away)
        self.pause.clicked.connect(self.pause_now)
        self.stop.clicked.connect(self._on_stop)

    @property
    def text(self) -> str:
        return f"{self._text.text()}\n{self._count.text()}"

    def draw(self, state: RemedyState) -> None:
        running = state.stage is Stage.RUNNING
        self._stopping = self._stopping and running
        self._text.setText(STOPPING if self._stopping else RUNNING if running else SEARCHING)
        self._count.setText(self._counted(state.progress, running=running))
        self._bar.setRange(0, state.progress.total)
        self._bar.setValue(min(state.progress.done, state.progress.total))
        self.hide_button.setVisible(running)
        self.pause.setVisible(running)
        self.pause.setEnabled(not self._stopping)
        self.stop.setEnabled(not self._stopping)
        self.stop.set_label("Stop" if running else "Cancel")

    def _counted(self, progress: Progress, *, running: bool) -> str:
        """With the time left once the pace so far tells it."""
        if not running:
            self._clock.invalidate()
        elif not self._clock.isValid():
            self._clock.start()
        seconds = self._clock.elapsed() / 1_000 if self._clock.isValid() else 0.0
        by_pace = time_left(progress.done, progress.total, seconds)
        left = progress_left(progress) or by_pace
        text = _count(progress, running=running)
        return f"{text} · {left}" if left else text

    @Slot()
    def pause_now(self) -> None:
        if self._remedy.state.stage is Stage.RUNNING and not self._stopping:
            self._stopping = True
            self.draw(self._remedy.state)
            self._remedy.pause()

    @Slot()
    def _on_stop(self) -> None:
        if self._remedy.state.stage is Stage.RUNNING:
            self._stopping = True
            self.draw(self._remedy.state)
            self._remedy.stop()
        else:
            self.put_away.emit()


class ResultPage(QFrame):
    """After an action: what is proven, what is not, and how to take it back."""

    closed = Signal()
    block_asked = Signal()
    journal_asked = Signal(str)  # id of the action, "" where none was begun

    def __init__(self, theme: Theme, remedy: RemedyPresenter, approval: ApprovalPresenter) -> None:
        super().__init__()
        self._theme = theme
        self._remedy = remedy
        self.approval = ApprovalRow(theme, remedy, approval)
        self.waiting = GoOnRow(theme, remedy)
        self._lines = column(spacing=6)
        self._facts = framed(self._lines)
        self._text = WrappingLabel("", 13, "second")
        self.undo = named(Button(theme, "Undo…", "", "undo"), "remedy.undo")
        self.journal = named(Button(theme, "Show in journal", "", "journal"), "remedy.journal")
        self.again = named(Button(theme, "Try again", "", "refresh"), "remedy.again")
        self.close_button = named(Button(theme, "Close", "primary"), "remedy.close")
        block = Button(theme, "Block…", "", "", "Block sender, domain or link")
        self.block = named(block, "remedy.block_after")
        foot = row(self.undo, self.block, self.journal, self.again, None, self.close_button)
        body = (self._facts, self._text, self.approval, self.waiting, foot)
        self.setLayout(column(*body, spacing=12))
        self.undo.clicked.connect(self._on_undo)
        self.journal.clicked.connect(self._on_journal)
        self.again.clicked.connect(self._on_again)
        self.block.clicked.connect(self.block_asked)
        self.close_button.clicked.connect(self.closed)

    @property
    def text(self) -> str:
        chips = [chip.text for chip in self._facts.findChildren(Chip)]
        return "\n".join([*chips, self._text.text()])

    def draw(self, state: RemedyState) -> None:
        action = state.action if state.stage is Stage.DONE else None
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for tone, text in count_lines(action) if action else [(Tone.SUSPICIOUS, state.problem)]:
            self._lines.addWidget(_line(self._theme, tone, text))
        note = action.note if action else ""
        told = (*state.exceptions, *sweep_lines(action)) if action else ()
        refused = state.problem if action else ""
        words = "\n".join(filter(None, (note, refused, *told)))
        self.approval.draw(state)
        self.waiting.draw(state)
        self._text.setText(words)
        self._text.setVisible(bool(words))
        self.block.setVisible(state.message_id >= 0 and state.undoing is None)
        self.undo.setVisible(action is not None and not why_final(action))
        waits = action is not None and is_stopped(action)
        self.again.setVisible(action is None or (not waits and _has_rest(action, state)))

    @Slot()
    def _on_undo(self) -> None:
        if self._remedy.state.action is not None:
            self._remedy.preview_undo(self._remedy.state.action)

    @Slot()
    def _on_journal(self) -> None:
        action = self._remedy.state.action
        self.journal_asked.emit(action.id if action is not None else "")

    @Slot()
    def _on_again(self) -> None:
        """The copies are looked for anew: what failed may have moved some."""
        state = self._remedy.state
        if state.undoing is not None:
            self._remedy.preview_undo(state.undoing)
        elif state.message_id >= 0:
            self._remedy.preview(state.message_id, together=state.together)
        else:
            self._remedy.preview_undo_last()


def _has_rest(action: ActionView, state: RemedyState) -> bool:
    """Whether looking for copies anew may reach what this action did not."""
    whole = action.state in (ActionState.COMPLETED, ActionState.RUNNING)
    return not whole and action.kind is not ActionKind.UNDO and state.message_id >= 0


def _line(theme: Theme, tone: Tone, text: str) -> QFrame:
    """A chip where the text is a short fact, a paragraph where it is long."""
    if len(text) <= 48:
        return framed(row(Chip(theme, text, tone), None))
    words = WrappingLabel(text, 13)
    line = row(Chip(theme, "Not finished", tone), words)
    line.setStretch(1, 1)
    return framed(line)


def _count(progress: Progress, *, running: bool) -> str:
    if not progress.total:
        return progress.note
    what = "copies settled" if running else "mailboxes asked"
    count = f"{progress.done:,} of {progress.total:,} {what}"
    return f"{count} · {progress.note}" if progress.note else count
