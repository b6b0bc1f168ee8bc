"""Unfinished actions that wait for the remediator: taken up once somebody unlocks it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from ui.jobs import Job
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter, ConnectionState, Link
from workbench.changes import Change
from workbench.model.remediation import ActionView


class UnlockingPresenter(QObject):
    """``waiting`` is how many; ``problem`` why the last try did not begin."""

    asked = Signal(int)  # a tenant was connected whose unfinished actions wait
    changed = Signal()

    def __init__(
        self, connection: ConnectionPresenter, activity: Activity, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.problem = ""
        self._connection = connection
        self._activity = activity
        self._link = connection.state.link
        connection.changed.connect(self._on_connection)

    @property
    def waiting(self) -> int:
        desk = self._connection.desk
        return len(desk.waiting) if desk is not None else 0

    def go_on(self, passphrase: str) -> None:
        """The passphrase goes to the key and is kept nowhere in the window."""
        desk = self._connection.desk
        if desk is None or not desk.waiting:
            return
        job = Job(desk.unlocked, passphrase, desk.go_on)
        job.succeeded.connect(self._on_done)
        job.failed.connect(self._on_failed)
        self._activity.run("Going on with an unfinished action", job)

    @Slot(object)
    def _on_connection(self, state: ConnectionState) -> None:
        """Asked once for each connection: put away, it is asked again at the next one."""
        before, self._link = self._link, state.link
        if before is not Link.CONNECTED and state.link is Link.CONNECTED and self.waiting:
            self.asked.emit(self.waiting)

    @Slot(object)
    def _on_done(self, action: ActionView) -> None:
        self.problem = ""
        self._connection.altered.emit(Change(actions=frozenset({action.id}), lists=True))
        self.changed.emit()

    @Slot(str)
    def _on_failed(self, problem: str) -> None:
        self.problem = problem
        self.changed.emit()
