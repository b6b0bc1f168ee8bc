"""What of a message is chosen for blocking, and the task that an administrator gets of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from ui.jobs import Job
from ui.models.addresses import links_of
from ui.presenters.activity import Activity
from ui.presenters.campaign import CampaignPresenter
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.reading import ReadingPresenter
from workbench.model.opened import OpenMessage
from workbench.remediation import choices
from workbench.remediation.indicators import (
    GOOGLE,
    MICROSOFT,
    Indicator,
    Indicators,
    indicators,
    task_for,
)

NOTHING = Indicators(())


@dataclass(frozen=True, slots=True)
class BlockState:
    """``rows`` with their ticks; ``busy`` while the message is looked at."""

    message_id: int = -1
    subject: str = ""
    rows: tuple[Indicator, ...] = ()
    left_out: int = 0
    google: bool = False
    busy: bool = False
    problem: str = ""

    @property
    def chosen(self) -> tuple[Indicator, ...]:
        return tuple(row for row in self.rows if row.chosen)

    @property
    def task(self) -> str:
        return task_for(self.chosen, self.google)

    @property
    def explanation(self) -> str:
        return GOOGLE if self.google else MICROSOFT


class BlockPresenter(QObject):
    changed = Signal(object)  # BlockState

    def __init__(
        self,
        connection: ConnectionPresenter,
        reading: ReadingPresenter,
        campaign: CampaignPresenter,
        activity: Activity,
    ) -> None:
        super().__init__()
        self.state = BlockState()
        self._connection = connection
        self._reading = reading
        self._campaign = campaign
        self._activity = activity
        self._job: Job | None = None

    def ask(self, message_id: int) -> None:
        """Look at a message; what is on display already is not opened again."""
        desk, shown = self._connection.desk, self._reading.state.message
        google = self._connection.state.provider == choices.GOOGLE
        self._show(
            message_id=message_id, google=google, rows=(), left_out=0, busy=True, problem="",
            subject="",
        )  # fmt: skip
        if shown is not None and shown.id == message_id and shown.analysis is not None:
            self._fill(shown)
        elif desk is not None:
            self._job = job = Job(desk.open, message_id)
            job.succeeded.connect(self._on_open)
            job.failed.connect(self._on_failed)
            self._activity.run("Looking at what can be blocked", job)

    def tick(self, rows: Collection[int], *, chosen: bool) -> None:
        """By their place among the rows."""
        ticked = tuple(
            replace(row, chosen=chosen) if number in rows else row
            for number, row in enumerate(self.state.rows)
        )
        self._show(rows=ticked)

    @Slot(object)
    def _on_open(self, message: OpenMessage) -> None:
        if self.sender() is self._job and message.id == self.state.message_id:
            self._fill(message)

    @Slot(str)
    def _on_failed(self, problem: str) -> None:
        if self.sender() is self._job:
            self._show(busy=False, problem=problem)

    def _fill(self, message: OpenMessage) -> None:
        desk = self._connection.desk
        own = desk.tenant.domains if desk is not None and desk.tenant is not None else ()
        senders = [copy.sender_address for copy in message.copies]
        members = self._campaign.state.members
        if any(member.id == message.id for member in members):
            senders += [member.sender for member in members]
        links = [link.target or link.url for _, link in links_of(message.analysis)]
        found = indicators(senders, links, own)
        unread = "" if message.analysis else "Its links are not known: it is not analysed."
        self._show(
            rows=found.rows, left_out=found.left_out, subject=message.subject, busy=False,
            problem=unread,
        )  # fmt: skip

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names checked by replace
        self.changed.emit(self.state)
