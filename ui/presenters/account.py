"""The account that is looked at: its evidence, and acts on it with what became of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from ui.jobs import Job
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from workbench.model.accounts import Account
from workbench.model.containment import Act, ActKind, ActView


@dataclass(frozen=True, slots=True)
class AccountState:
    """``problem`` says why there is no ``account``, ``act_problem`` why an act was not begun."""

    address: str = ""
    busy: bool = False
    account: Account | None = None
    problem: str = ""
    acts: tuple[ActView, ...] = ()  # on this account, newest first
    acting: bool = False
    act_problem: str = ""
    can: frozenset[ActKind] = frozenset()
    needs_unlocking: bool = False


class AccountPresenter(QObject):
    changed = Signal(object)  # AccountState
    acted = Signal(object)  # ActView

    def __init__(
        self, connection: ConnectionPresenter, activity: Activity, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.state = AccountState()
        self._connection = connection
        self._activity = activity
        self._reading: Job | None = None
        self._looking: Job | None = None

    def show_account(self, address: str) -> None:
        """Asks for it; an answer about another one that is still on its way is ignored."""
        desk = self._connection.desk
        address = address.strip()
        if self._reading is not None:
            self._reading.cancel()
        self.state = AccountState(address)
        if desk is None or not address:
            self._show(problem="" if address else "Choose whose account, or type an address.")
            return
        self._reading = job = Job(desk.accounts.account, address)
        job.succeeded.connect(self._on_account)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)
        can, needs = desk.accounts.acts, desk.needs_unlocking
        self._show(busy=True, can=can, needs_unlocking=needs)
        self._activity.run(f"Reading the account {address}", job)

    def contain(self, act: Act, typed: str, reason: str, passphrase: str) -> None:
        """The passphrase goes to the key and is kept nowhere in the window."""
        desk = self._connection.desk
        if desk is not None and not self.state.acting:
            job = Job(desk.accounts.contain, act, typed, reason, passphrase)
            self._start(f"Containing {act.address}: {act.kind.value}", job)

    def undo(self, id: str, typed: str, passphrase: str) -> None:
        desk = self._connection.desk
        if desk is not None and not self.state.acting:
            self._start("Putting back", Job(desk.accounts.undo, id, typed, passphrase))

    def _start(self, title: str, job: Job) -> None:
        job.succeeded.connect(self._on_acted)
        job.failed.connect(self._on_not_acted)
        job.cancelled.connect(self._on_act_stopped)
        self._show(acting=True, act_problem="")
        self._activity.run(title, job)

    def _look(self) -> None:
        desk = self._connection.desk
        if desk is not None:
            self._looking = job = Job(desk.accounts.history)
            job.succeeded.connect(self._on_history)
            self._activity.run("Reading what was done", job)

    @Slot(object)
    def _on_account(self, account: Account) -> None:
        if self.sender() is self._reading:
            self._reading = None
            self._show(busy=False, account=account)
            self._look()

    @Slot(str)
    def _on_failed(self, problem: str) -> None:
        if self.sender() is self._reading:
            self._reading = None
            self._show(busy=False, problem=problem)

    @Slot()
    def _on_cancelled(self) -> None:
        if self.sender() is self._reading:
            self._reading = None
            self._show(busy=False, problem="Stopped before it was read")

    @Slot(object)
    def _on_history(self, acts: tuple[ActView, ...]) -> None:
        if self.sender() is self._looking:
            self._looking = None
            wanted = self.state.address.casefold()
            self._show(acts=tuple(act for act in acts if act.address.casefold() == wanted))

    @Slot(object)
    def _on_acted(self, view: ActView) -> None:
        """What was done changes what there is to see."""
        self._show(acting=False)
        self.acted.emit(view)
        if view.address.casefold() == self.state.address.casefold():
            self.show_account(self.state.address)

    @Slot(str)
    def _on_not_acted(self, problem: str) -> None:
        self._show(acting=False, act_problem=problem)

    @Slot()
    def _on_act_stopped(self) -> None:
        told = "Stopped: whether it was done is read when the account is read again"
        self._show(acting=False, act_problem=told)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # checked by replace
        self.changed.emit(self.state)
