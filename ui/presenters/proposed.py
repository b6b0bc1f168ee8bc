"""The preview of what was proposed: a scope that was frozen before, and what becomes of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from ui.jobs import Job
from ui.presenters.activity import Activity
from ui.presenters.connection import ConnectionPresenter
from ui.presenters.remedy import RemedyPresenter, RemedyState, Stage
from workbench.model.proposals import Proposal
from workbench.model.remediation import ActionState, ActionView


class ProposingRemedy(RemedyPresenter):
    """Also opens proposals; ``suggested`` is a reason the analyst may keep."""

    suggested = Signal(str)

    def __init__(
        self,
        connection: ConnectionPresenter,
        activity: Activity,
        parent: QObject | None = None,
        hold: int = 0,
    ) -> None:
        super().__init__(connection, activity, parent, hold)
        self.proposal: Proposal | None = None
        self.settled.connect(self._on_settled)
        self.changed.connect(self._on_changed)

    def preview_proposal(self, proposal: Proposal) -> None:
        """Show a scope as it was frozen; nothing is changed."""
        desk = self._connection.desk
        if desk is None or self.state.stage is Stage.RUNNING:
            return
        self.close()
        self.proposal = proposal
        job = Job(desk.proposals.scope, proposal.id)
        job.succeeded.connect(self._on_scope)
        self._start("Opening what was proposed", job)
        self._show(stage=Stage.SCOPING)

    def close(self) -> None:
        super().close()
        if self.state.stage is Stage.IDLE:
            self.proposal = None

    @Slot(object)
    def _on_changed(self, state: RemedyState) -> None:
        """What the proposal brought is there: from now on it is a preview like any other."""
        if self.proposal is None or state.stage is not Stage.PREVIEW or state.message_id >= 0:
            return
        if state.scope is not None:
            self._show(message_id=state.scope.message_id)
            self.suggested.emit(self.proposal.reason)

    @Slot(object)
    def _on_settled(self, action: ActionView) -> None:
        """What waits for a second person has led to nothing yet."""
        if action.state is ActionState.AWAITING_APPROVAL:
            return
        desk, proposal = self._connection.desk, self.proposal
        if desk is not None and proposal is not None:
            job = Job(desk.proposals.acted, proposal.id, action.id)
            self._activity.run("Noting what became of the proposal", job)
