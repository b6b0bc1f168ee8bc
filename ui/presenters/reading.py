"""The message that is being read: opening it, and finding its copies when somebody asks."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.jobs import Job
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from workbench.changes import Change
from workbench.jobs import Progress
from workbench.model.opened import OpenMessage, Reexamined
from workbench.model.reexamination import Wish
from workbench.model.remediation import Scope

SETTLE = 90  # milliseconds a message must stay chosen: stepping through the list fetches nothing
KEPT = 16  # opened messages that come back at once


@dataclass(frozen=True, slots=True)
class ReadingState:
    """All that the reading pane shows.  ``id`` is -1 while nothing is chosen.

    ``busy``, ``finding`` and ``again`` say what is under way; ``problem`` why there is no
    ``message``, ``scope_problem`` why there is no ``scope``, ``again_problem`` what was in the way
    of examining ``again_for``, the hash of an object, once more.
    """

    id: int = -1
    busy: bool = False
    step: str = ""
    message: OpenMessage | None = None
    problem: str = ""
    finding: bool = False
    scope: Scope | None = None
    scope_problem: str = ""
    may_search: bool = False  # a tenant is connected
    again: bool = False
    again_for: str = ""
    again_problem: str = ""


class ReadingPresenter(QObject):
    changed = Signal(object)  # ReadingState

    def __init__(
        self, connection: ConnectionPresenter, activity: Activity, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.state = ReadingState()
        self._connection = connection
        self._activity = activity
        self._kept: OrderedDict[int, OpenMessage] = OrderedDict()
        self._opening: Job | None = None
        self._finding: Job | None = None
        self._examining: Job | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE)
        self._settle.timeout.connect(self._open)
        connection.changed.connect(self._on_connection)
        connection.ready.connect(self._on_desk)
        connection.altered.connect(self._on_altered)
        connection.dns_allowed.connect(self._on_dns)

    def show_message(self, id: int) -> None:
        """Open a message, -1 for none; an opening that still runs is cancelled and ignored."""
        if id == self.state.id:
            return
        self._drop()
        kept = self._kept.get(id)
        if kept is not None:
            self._kept.move_to_end(id)
        wanted = id >= 0 and kept is None
        may = self.state.may_search
        self.state = ReadingState(id, busy=wanted, message=kept, may_search=may)
        self.changed.emit(self.state)
        if wanted:
            self._settle.start()

    def again(self) -> None:
        """Open what is shown once more, past what is kept: after a failure, or for news."""
        if self.state.id >= 0:
            self._kept.pop(self.state.id, None)
            self._drop()
            self._show(busy=True, step="", problem="", finding=False, again=False)
            self._open()

    def find_copies(self) -> None:
        """Ask every mailbox where the copies lie now."""
        desk = self._connection.desk
        if desk is None or self.state.id < 0 or self._finding is not None:
            return
        self._finding = job = Job(desk.scope, self.state.id)
        job.succeeded.connect(self._on_scope)
        job.failed.connect(self._on_scope_failed)
        job.cancelled.connect(self._on_scope_cancelled)
        self._activity.run("Looking for copies in every mailbox", job)
        self._show(finding=True, scope_problem="")

    def examine_again(self, wish: Wish) -> None:
        """One object once more, with everything inside it; one at a time."""
        desk = self._connection.desk
        if desk is None or self.state.id < 0 or self._examining is not None:
            return
        self._examining = job = Job(desk.examine_again, self.state.id, wish)
        job.succeeded.connect(self._on_examined)
        job.failed.connect(self._on_not_examined)
        job.cancelled.connect(self._on_examining_stopped)
        self._activity.run("Examining again" if wish.raised else "Trying the password", job)
        self._show(again=True, again_for=wish.sha256, again_problem="")

    def stop_examining(self) -> None:
        """Kills the boxes at work; all stays as it was."""
        if self._examining is not None:
            self._examining.cancel()

    def _drop(self) -> None:
        self._settle.stop()
        for job in (self._opening, self._finding, self._examining):
            if job is not None:
                job.cancel()
        self._opening = self._finding = self._examining = None

    @Slot()
    def _open(self) -> None:
        desk = self._connection.desk
        if desk is None or self.state.id < 0:
            return
        self._opening = job = Job(desk.open, self.state.id)
        job.progressed.connect(self._on_progress)
        job.succeeded.connect(self._on_opened)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        self._activity.run("Opening the message", job)

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        if self.sender() is self._opening:
            self._show(step=progress.note)

    @Slot(object)
    def _on_opened(self, message: OpenMessage) -> None:
        if self.sender() is not self._opening:
            return
        self._opening = None
        if not message.problem:
            self._kept[message.id] = message
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._show(busy=False, message=message, problem=message.problem)

    @Slot(str)
    def _on_failed(self, problem: str) -> None:
        if self.sender() is self._opening:
            self._opening = None
            self._show(busy=False, problem=problem)

    @Slot()
    def _on_cancelled(self) -> None:
        if self.sender() is self._opening:
            self._opening = None
            self._show(busy=False, problem="Stopped before it was open")

    @Slot(object)
    def _on_examined(self, done: Reexamined) -> None:
        if self.sender() is not self._examining:
            return
        self._examining = None
        if done.message is None:
            self._show(again=False, again_problem=done.problem)
            return
        self._kept[done.message.id] = done.message
        self._show(again=False, message=done.message, problem=done.message.problem)

    @Slot(str)
    def _on_not_examined(self, problem: str) -> None:
        if self.sender() is self._examining:
            self._examining = None
            self._show(again=False, again_problem=problem)

    @Slot()
    def _on_examining_stopped(self) -> None:
        if self.sender() is self._examining:
            self._examining = None
            self._show(again=False, again_problem="Stopped; all is as it was")

    @Slot(object)
    def _on_scope(self, scope: Scope) -> None:
        if self.sender() is self._finding:
            self._finding = None
            self._show(finding=False, scope=scope)

    @Slot(str)
    def _on_scope_failed(self, problem: str) -> None:
        if self.sender() is self._finding:
            self._finding = None
            self._show(finding=False, scope_problem=problem)

    @Slot()
    def _on_scope_cancelled(self) -> None:
        if self.sender() is self._finding:
            self._finding = None
            self._show(finding=False, scope_problem="Stopped; not every mailbox was asked")

    @Slot()
    def _on_connection(self) -> None:
        desk = self._connection.desk
        may = desk is not None and desk.tenant is not None
        if may == self.state.may_search:
            return
        self._show(may_search=may)
        if may and self.state.problem:  # a body the workspace lacks can be fetched now
            self.again()

    @Slot()
    def _on_desk(self) -> None:
        """Another workspace: the same ids are other messages there."""
        self._kept.clear()
        id, self.state = self.state.id, ReadingState(may_search=self.state.may_search)
        self.show_message(id)

    @Slot()
    def _on_dns(self) -> None:
        """What could not be checked may be checked now, and the other way round."""
        self._kept.clear()
        self.again()

    @Slot(object)
    def _on_altered(self, change: Change) -> None:
        """What is kept is old: the verdict, or where the copies lie."""
        if change.actions:
            self._kept.clear()
        for id in change.messages:
            self._kept.pop(id, None)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # checked by replace
        self.changed.emit(self.state)
