"""The journal page: actions newest first, the copies of the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from ui.jobs import Job
from ui.models.copies import many
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.listing import STOPPED, Listing
from workbench.changes import Change
from workbench.model.anchors import SinkStanding
from workbench.model.remediation import ActionView, ItemView


@dataclass(frozen=True, slots=True)
class JournalState:
    busy: bool = False
    actions: tuple[ActionView, ...] = ()
    chosen: str = ""  # id of an action
    items: tuple[ItemView, ...] = ()
    problem: str = ""
    anchors: tuple[SinkStanding, ...] = ()

    @property
    def unanchored(self) -> tuple[str, ...]:
        """A sentence for each sink of the audit log that could not be reached."""
        return tuple(sink.sentence for sink in self.anchors if sink.sentence)

    @property
    def action(self) -> ActionView | None:
        return next((action for action in self.actions if action.id == self.chosen), None)


class JournalPresenter(QObject):
    changed = Signal(object)  # JournalState
    told = Signal(str)  # what became of an export

    def __init__(
        self, connection: ConnectionPresenter, activity: Activity, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.state = JournalState()
        self._connection = connection
        self._activity = activity
        self._listing = Listing(activity, "Reading the journal", self)
        self._looking: Job | None = None
        self._anchoring: Job | None = None
        self._exported = Path()
        self._listing.began.connect(self._on_began)
        self._listing.came.connect(self._on_actions)
        self._listing.failed.connect(self._on_unread)
        connection.ready.connect(self._on_desk)
        connection.altered.connect(self._on_altered)

    @Slot()
    def load(self) -> None:
        desk = self._connection.desk
        if desk is not None:
            self._listing.ask(desk.actions)

    @Slot()
    def _on_began(self) -> None:
        self._load_anchors()
        self._show(busy=True, problem="")

    def _load_anchors(self) -> None:
        if (desk := self._connection.desk) is not None:
            self._anchoring = job = Job(desk.anchors)
            job.succeeded.connect(self._on_anchors)
            self._activity.run("Reading the journal", job)

    def choose(self, action_id: str) -> None:
        """Show the copies of an action, "" for none."""
        desk = self._connection.desk
        self._looking = None
        if action_id != self.state.chosen:
            self._show(chosen=action_id, items=())
        if desk is None or not action_id:
            return
        self._looking = job = Job(desk.items, action_id)
        job.succeeded.connect(self._on_items)
        self._start(job)

    @Slot()
    def stop_looking(self) -> None:
        """No more looks after the chosen action."""
        desk = self._connection.desk
        if desk is not None and self.state.chosen:
            job = Job(desk.proposals.stop_looking, self.state.chosen)
            self._activity.run("Ending the looks for late copies", job)

    def export(self, path: Path, ids: Sequence[str]) -> None:
        """Write these actions with all their copies; ``told`` says where, or why not."""
        desk = self._connection.desk
        if desk is None or not ids:
            return
        self._exported = path
        job = Job(desk.export_journal, path, tuple(ids))
        job.succeeded.connect(self._on_exported)
        job.failed.connect(self.told)
        self._activity.run("Writing the journal", job)

    @Slot(object)
    def _on_exported(self, count: int) -> None:
        self.told.emit(f"{many(count, 'action')} written to {self._exported}")

    def _start(self, job: Job) -> None:
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        self._activity.run("Reading the journal", job)

    @Slot()
    def _on_desk(self) -> None:
        """Another workspace has a journal of its own."""
        self._listing.forget()
        self._looking = None
        self._show(actions=(), chosen="", items=(), anchors=())
        self.told.emit("")
        self.load()

    @Slot(object)
    def _on_actions(self, actions: tuple[ActionView, ...]) -> None:
        self._show(busy=False, actions=tuple(actions))
        if self.state.chosen:
            self.choose(self.state.chosen if self.state.action else "")

    @Slot(str)
    def _on_unread(self, problem: str) -> None:
        self._show(busy=False, problem=problem)

    @Slot(object)
    def _on_items(self, items: tuple[ItemView, ...]) -> None:
        if self.sender() is self._looking:
            self._looking = None
            self._show(items=tuple(items))

    @Slot(object)
    def _on_anchors(self, anchors: tuple[SinkStanding, ...]) -> None:
        if self.sender() is self._anchoring:
            self._anchoring = None
            self._show(anchors=tuple(anchors))

    @Slot(str)
    def _on_failed(self, problem: str) -> None:
        self._end(problem)

    @Slot()
    def _on_cancelled(self) -> None:
        self._end(STOPPED)

    def _end(self, problem: str) -> None:
        if self.sender() is self._looking:
            self._looking = None
            self._show(problem=problem)

    @Slot(object)
    def _on_altered(self, change: Change) -> None:
        if change.actions:
            self.load()
        elif change.anchors:
            self._load_anchors()

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # checked by replace
        self.changed.emit(self.state)
