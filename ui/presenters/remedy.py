"""Quarantine and undo as the analyst meets them: preview, running, done with proof, taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.jobs import Job
from ui.models.copies import unread_first
from ui.models.outcomes import FINE, exception_lines
from ui.presenters.activity import Activity
from ui.presenters.confirmed import confirmed
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.ports import Act, Desk
from ui.presenters.stages import NOTHING, waits
from ui.presenters.stages import RemedyState as RemedyState
from ui.presenters.stages import Stage as Stage
from ui.presenters.unlocked_act import UnlockedAct
from workbench.changes import Change
from workbench.jobs import Progress
from workbench.model.remediation import (
    ActionView,
    Choice,
    ItemView,
    Scope,
)

STOPPED_RUN = "Stopped; the journal shows what was moved before. Nothing is lost."
STOPPED_BEFORE = "Stopped before everything was read; nothing was changed."


class RemedyPresenter(QObject):
    changed = Signal(object)  # RemedyState
    settled = Signal(object)  # ActionView, after every run

    def __init__(
        self,
        connection: ConnectionPresenter,
        activity: Activity,
        parent: QObject | None = None,
        hold: int = 0,
    ) -> None:
        """``hold`` is how many seconds a confirmed action waits before anything is sent."""
        super().__init__(parent)
        self._hold = hold
        self._wanted: tuple[str, int | None] = ("", None)
        self._passphrase = ""  # during the hold alone
        self._unlocking = UnlockedAct()
        self._second = QTimer(self)
        self._second.setInterval(1_000)
        self._second.timeout.connect(self._on_second)
        self.state = RemedyState()
        self._connection = connection
        self._activity = activity
        self._job: Job | None = None

    def preview(self, message_id: int, *, together: bool = False) -> None:
        """Freeze what a quarantine would touch and show it; nothing is changed.  ``together``
        with all messages that are one row with this one.

        One action at a time: while one runs, that one is shown.
        """
        desk = self._connection.desk
        if desk is None or message_id < 0:
            return
        if self.state.stage is Stage.RUNNING:
            self.reveal()
            return
        self.close()
        job = Job(desk.scope_alike if together else desk.scope, message_id)
        job.succeeded.connect(self._on_scope)
        self._start("Looking for copies in every mailbox", job)
        self._show(stage=Stage.SCOPING, message_id=message_id, together=together)

    def show(self, action: ActionView) -> None:
        """Show an action as the journal has it: one that waits for a second person, say."""
        if self.state.stage is not Stage.RUNNING:
            self.close()
            self._show(stage=Stage.DONE, action=action)

    def approve(self, path: Path, passphrase: str = "") -> None:
        """Carry out the action shown, with the second person's answer in a file."""
        desk = self._connection.desk
        if desk is not None and waits(self.state):
            act = partial(desk.approve, path)
            self._run(act, "Carrying out what was approved", passphrase)

    def preview_undo(self, action: ActionView) -> None:
        """Show what taking back would do."""
        if self.state.stage is not Stage.RUNNING:
            self.close()
            self._show(stage=Stage.PREVIEW, undoing=action)

    def preview_undo_last(self) -> None:
        desk = self._connection.desk
        if desk is None or self.state.stage is Stage.RUNNING:
            return
        self.close()
        job = Job(desk.actions)
        job.succeeded.connect(self._on_actions)
        self._start("Reading the journal", job)

    def tick(self, rows: Collection[int], *, selected: bool) -> None:
        """Include or leave out copies, by their place in the scope."""
        scope = self.state.scope
        if scope is None or self.state.stage is not Stage.PREVIEW:
            return
        ticked = list(scope.rows)
        for row in rows:
            ticked[row] = replace(ticked[row], selected=selected)
        self._show(scope=replace(scope, rows=tuple(ticked)))

    def confirm(self, reason: str, count: int | None, passphrase: str = "") -> None:
        """Carry out what the preview shows; ``count`` is what was typed, None if nothing was."""
        desk, state = self._connection.desk, self.state
        if desk is None or state.stage is not Stage.PREVIEW:
            return
        chosen = state.scope is not None and bool(state.scope.selected) and state.is_ready
        if state.undoing is None and not chosen:
            return
        self._wanted, self._passphrase = (reason, count), passphrase
        if self._hold:
            self._second.start()
            self._show(stage=Stage.HOLD, held=self._hold)
        else:
            self._act(desk)

    def begin(self) -> None:
        """End the hold and carry out what was confirmed."""
        desk, state = self._connection.desk, self.state
        if desk is not None and state.stage is Stage.HOLD:
            self._second.stop()
            self._act(desk)

    def take_back(self) -> None:
        """During the hold: nothing was sent, and the preview is there again."""
        self._passphrase = ""
        if self.state.stage is Stage.HOLD:
            self._second.stop()
            self._show(stage=Stage.PREVIEW, held=0)

    def choose(self, choice: Choice) -> None:
        """Another action on the same copies."""
        if self.state.stage is Stage.PREVIEW and choice != self.state.choice:
            self._show(choice=choice)

    def _act(self, desk: Desk) -> None:
        passphrase, self._passphrase = self._passphrase, ""
        state = self.state
        work = confirmed(desk, state.undoing, state.scope, state.choice, *self._wanted)
        if work is not None:
            self._run(work.act, work.title, passphrase)

    @Slot()
    def _on_second(self) -> None:
        if self.state.held > 1:
            self._show(held=self.state.held - 1)
        else:
            self.begin()

    def _run(self, act: Act, title: str, passphrase: str) -> None:
        desk = self._connection.desk
        job = self._unlocking.job(desk, act, passphrase)
        job.succeeded.connect(self._on_done)
        self._start(title, job)
        self._show(stage=Stage.RUNNING, progress=NOTHING, problem="", unlock_problem="", held=0)

    def stop(self) -> None:
        """Ask the run to stop: what is under way is resolved first, the rest is skipped."""
        if self._job is not None:
            self._job.cancel()

    def pause(self) -> None:
        if (desk := self._connection.desk) and self.state.stage is Stage.RUNNING:
            self._activity.run("Pausing the action", Job(desk.pause))

    def go_on(self, action: ActionView, reason: str = "", passphrase: str = "") -> None:
        """A halted action takes a ``reason``, one of another identity its ``passphrase``."""
        if (desk := self._connection.desk) and self.state.stage is not Stage.RUNNING:
            self.close()
            self._show(action=action)
            self._run(partial(desk.proceed, action.id, reason), "Going on", passphrase)

    def hide(self) -> None:
        """Put a run out of sight; it goes on."""
        if self.state.stage is Stage.RUNNING:
            self._show(hidden=True)

    def reveal(self) -> None:
        """Show again what was put out of sight."""
        if self.state.hidden:
            self._show(hidden=False)

    def close(self) -> None:
        """Put the panel away; a run goes on."""
        if self.state.stage is Stage.RUNNING:
            return
        self._second.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.state = RemedyState()
        self.changed.emit(self.state)

    def _start(self, title: str, job: Job) -> None:
        self._job = job
        job.progressed.connect(self._on_progress)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        self._activity.run(title, job)

    def _mine(self) -> bool:
        return self.sender() is self._job

    @Slot(object)
    def _on_scope(self, scope: Scope) -> None:
        if self._mine():
            self._job = None
            provider = self._connection.state.provider
            limits = desk.limits if (desk := self._connection.desk) else self.state.limits
            frozen = unread_first(scope)
            self._show(stage=Stage.PREVIEW, scope=frozen, provider=provider, limits=limits)

    @Slot(object)
    def _on_actions(self, actions: tuple[ActionView, ...]) -> None:
        if not self._mine():
            return
        self._job = None
        last = next((a for a in actions if a.undoable and not a.reversed_by), None)
        if last is None:
            self._show(stage=Stage.FAILED, problem="There is nothing to take back")
        else:
            self.preview_undo(last)

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        if self._mine():
            self._show(progress=progress)

    @Slot(object)
    def _on_done(self, action: ActionView) -> None:
        if not self._mine():
            return
        self._job = None
        self._show(stage=Stage.DONE, action=action)
        self._ask_exceptions(action)
        self.settled.emit(action)
        self._connection.altered.emit(Change(actions=frozenset({action.id}), lists=True))

    def _ask_exceptions(self, action: ActionView) -> None:
        desk = self._connection.desk
        if desk is not None and any(state not in FINE for state, _ in action.counts):
            job = Job(desk.items, action.id)
            job.succeeded.connect(self._on_items)
            self._activity.run("Reading the journal", job)

    @Slot(object)
    def _on_items(self, items: tuple[ItemView, ...]) -> None:
        action = self.state.action
        if self.state.stage is Stage.DONE and action is not None:
            self._show(exceptions=tuple(exception_lines(action.kind, items)))

    @Slot(str)
    def _on_failed(self, problem: str) -> None:
        if self._mine():
            self._job = None
            if self.state.action is not None:  # it waits on, for another answer
                self._show(stage=Stage.DONE, problem=problem, hidden=False)
                return
            if self.state.stage is Stage.RUNNING and not self._unlocking.begun:
                self._show(stage=Stage.PREVIEW, unlock_problem=problem, hidden=False)
                return
            self._show(stage=Stage.FAILED, problem=problem)

    @Slot()
    def _on_cancelled(self) -> None:
        """Before a run nothing was changed; a run that could not say how far it came is told so."""
        if self._mine():
            self._job = None
            ran = self.state.stage is Stage.RUNNING
            self._show(stage=Stage.FAILED, problem=STOPPED_RUN if ran else STOPPED_BEFORE)

    def _show(self, **changes: object) -> None:
        desk = self._connection.desk
        changes["locked"] = desk is not None and desk.needs_unlocking
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # checked by replace
        self.changed.emit(self.state)
