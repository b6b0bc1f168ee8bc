"""The proposals page: what waits for a decision, why, and how it is opened or put aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from ui.jobs import Job
from ui.models.proposals import outcome_text
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.listing import Listing
from workbench.changes import Change
from workbench.model.policies import Policy
from workbench.model.proposals import Proposal, ProposalState
from workbench.suggesting import Outcome

OPEN = (ProposalState.MATCHED, ProposalState.WAITING)


@dataclass(frozen=True, slots=True)
class ProposalsState:
    busy: bool = False
    listed: tuple[Proposal, ...] = ()
    chosen: str = ""
    problem: str = ""
    is_on: bool = False  # whether old mail is compared with what is added or concluded
    armed: tuple[Policy, ...] = ()  # what may act on proposals alone
    told: str = ""  # what became of the last indicator

    @property
    def proposal(self) -> Proposal | None:
        return next((one for one in self.listed if one.id == self.chosen), None)

    @property
    def open(self) -> tuple[Proposal, ...]:
        return tuple(one for one in self.listed if one.state in OPEN)


class ProposalsPresenter(QObject):
    """``arrived`` carries a proposal nobody was told of yet, once for each."""

    changed = Signal(object)  # ProposalsState
    arrived = Signal(object)  # Proposal

    def __init__(
        self, connection: ConnectionPresenter, activity: Activity, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.state = ProposalsState()
        self._connection = connection
        self._activity = activity
        self._told: set[str] = set()
        self._listing = Listing(activity, "Reading proposals", self)
        self._listing.began.connect(self._on_began)
        self._listing.came.connect(self._on_listed)
        self._listing.failed.connect(self._on_unread)
        connection.ready.connect(self._on_desk)
        connection.altered.connect(self._on_altered)

    @Slot()
    def load(self) -> None:
        desk = self._connection.desk
        if desk is not None:
            self._listing.ask(desk.proposals.all)

    def choose(self, id: str) -> None:
        if id != self.state.chosen:
            self._show(chosen=id)

    @Slot()
    def dismiss(self) -> None:
        """Put the chosen one aside; it stays in the list."""
        desk, chosen = self._connection.desk, self.state.proposal
        if desk is not None and chosen is not None and chosen.state in OPEN:
            self._activity.run("Putting a proposal aside", Job(desk.proposals.dismiss, chosen.id))

    def list_bad(self, text: str) -> None:
        """Add an indicator, defanged or not, and say which old mail shows it."""
        desk = self._connection.desk
        if desk is not None and text.strip():
            job = Job(desk.proposals.add_indicator, text, "")
            job.succeeded.connect(self._on_added)
            job.failed.connect(self._on_refused)
            self._activity.run("Looking for the indicator in old mail", job)

    def unlist(self, text: str) -> None:
        desk = self._connection.desk
        if desk is not None and text.strip():
            job = Job(desk.proposals.remove_indicator, text)
            job.succeeded.connect(self._on_removed)
            job.failed.connect(self._on_refused)
            self._activity.run("Taking an indicator off the list", job)

    @Slot(object)
    def _on_added(self, outcome: Outcome) -> None:
        self._show(told=outcome_text(outcome))

    @Slot(object)
    def _on_removed(self, removed: bool) -> None:
        self._show(told="Taken off the list" if removed else "That was not on the list")

    @Slot(str)
    def _on_refused(self, problem: str) -> None:
        self._show(told=problem)

    @Slot()
    def flip(self) -> None:
        """Propose actions for old mail, or no longer; the workspace keeps it."""
        desk = self._connection.desk
        if desk is not None:
            title = "Stopping proposals" if self.state.is_on else "Switching proposals on"
            self._ask(title, Job(desk.proposals.switch, not self.state.is_on), self._on_switch)

    @Slot()
    def disarm(self) -> None:
        """Every policy, at once."""
        desk = self._connection.desk
        if desk is not None:
            self._activity.run("Disarming every policy", Job(desk.proposals.disarm))

    def _ask(self, title: str, job: Job, heard: Callable[..., None]) -> None:
        job.succeeded.connect(heard)
        self._activity.run(title, job)

    def _ask_policies(self) -> None:
        desk = self._connection.desk
        if desk is not None:
            self._ask("Reading policies", Job(desk.proposals.policies), self._on_policies)

    @Slot(object)
    def _on_switch(self, on: bool) -> None:
        self._show(is_on=on)

    @Slot(object)
    def _on_policies(self, armed: tuple[Policy, ...]) -> None:
        if armed != self.state.armed:
            self._show(armed=tuple(armed))

    @Slot()
    def _on_desk(self) -> None:
        """Another workspace has proposals of its own."""
        self._listing.forget()
        self._told.clear()
        self._show(listed=(), chosen="", armed=(), told="")
        self.load()
        self._ask_policies()
        desk = self._connection.desk
        if desk is not None:
            self._ask("Reading settings", Job(desk.proposals.is_on), self._on_switch)

    @Slot(object)
    def _on_listed(self, listed: tuple[Proposal, ...]) -> None:
        self._show(busy=False, listed=tuple(listed))
        for one in self.state.open:
            if one.id not in self._told:
                self._told.add(one.id)
                self.arrived.emit(one)

    @Slot()
    def _on_began(self) -> None:
        self._show(busy=True, problem="")

    @Slot(str)
    def _on_unread(self, problem: str) -> None:
        self._show(busy=False, problem=problem)

    @Slot(object)
    def _on_altered(self, change: Change) -> None:
        if change.proposals:
            self.load()
            self._ask_policies()

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # checked by replace
        self.changed.emit(self.state)
