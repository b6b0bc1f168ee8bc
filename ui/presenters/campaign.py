"""The messages that are one with the message being read, and the way through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from ui.jobs import Job
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.reading import ReadingPresenter, ReadingState
from workbench.model.alike import Member


@dataclass(frozen=True, slots=True)
class CampaignState:
    """``members`` are newest first; fewer than two are no campaign."""

    id: int = -1
    members: Sequence[Member] = ()

    @property
    def place(self) -> int:
        """Of the message on display among them, from 0; -1 where it is none of them."""
        return next((n for n, each in enumerate(self.members) if each.id == self.id), -1)


class CampaignPresenter(QObject):
    changed = Signal(object)  # CampaignState

    def __init__(
        self, connection: ConnectionPresenter, reading: ReadingPresenter, activity: Activity
    ) -> None:
        super().__init__()
        self.state = CampaignState()
        self._connection = connection
        self._reading = reading
        self._activity = activity
        self._asking: Job | None = None
        self._asked_for = -1
        reading.changed.connect(self._on_reading)

    def step(self, by: int) -> None:
        """Reads the next member, older ones with 1; nothing beyond the ends."""
        place = self.state.place + by
        if self.state.place >= 0 and 0 <= place < len(self.state.members):
            self._reading.show_message(self.state.members[place].id)

    def split(self) -> None:
        """Takes the message on display out of its campaign."""
        desk = self._connection.desk
        if desk is None or len(self.state.members) < 2:
            return
        job = Job(desk.campaigns.split, self.state.id)
        job.succeeded.connect(self._on_split)
        self._activity.run("Taking the message out of its campaign", job)

    @Slot(object)
    def _on_reading(self, state: ReadingState) -> None:
        """Once the message is open: its analysis may have put it into another group."""
        if state.id != self.state.id:
            known = any(each.id == state.id for each in self.state.members)
            self._show(id=state.id, members=self.state.members if known else ())
        if state.message is not None and state.message.id == state.id and not state.busy:
            self._ask()

    def _ask(self) -> None:
        desk = self._connection.desk
        if desk is None or self._asking is not None or self.state.place >= 0:
            return
        self._asked_for = self.state.id
        self._asking = job = Job(desk.campaigns.members, self.state.id)
        job.succeeded.connect(self._on_members)
        job.finished.connect(self._on_asked)
        self._activity.run("Looking for messages alike", job)

    @Slot(object)
    def _on_members(self, members: Sequence[Member]) -> None:
        if any(each.id == self.state.id for each in members):
            self._show(members=tuple(members))

    @Slot()
    def _on_asked(self) -> None:
        """Another message may have been opened meanwhile."""
        asked, self._asking = self._asking, None
        if asked is not None and self._asked_for != self.state.id:
            self._on_reading(self._reading.state)

    @Slot(object)
    def _on_split(self, _: object) -> None:
        self._show(members=())

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names checked by replace
        self.changed.emit(self.state)
