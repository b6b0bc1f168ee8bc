"""What is proposed without anybody having asked: listed, opened as it was frozen, decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.changes import Change, Changes
from workbench.jobs import Report
from workbench.model.proposals import Proposal, ProposalState
from workbench.model.remediation import Scope
from workbench.store.workspace import Workspace

if TYPE_CHECKING:
    from workbench.remediation.audit import Author


class Proposals:
    """The desk's part; nothing here changes a mailbox."""

    def __init__(self, workspace: Workspace, changes: Changes, actor: str) -> None:
        self._workspace = workspace
        self._changes = changes
        self._actor = actor

    async def all(self, report: Report) -> tuple[Proposal, ...]:
        """Those that wait first."""
        del report
        from workbench.store import proposals

        return await self._workspace.run(proposals.listed)

    async def scope(self, id: str, report: Report) -> Scope:
        """As it was frozen; the engine looks at each copy again before it moves it."""
        del report
        from workbench.store import proposals

        return await self._workspace.run(proposals.scope_of, id)

    async def dismiss(self, id: str, report: Report) -> None:
        """It stays in the list, decided."""
        del report
        await self._settle(id, ProposalState.DISMISSED, "")

    async def acted(self, id: str, action: str, report: Report) -> None:
        """What it led to."""
        del report
        await self._settle(id, ProposalState.ACTED, action)

    async def stop_looking(self, action: str, report: Report) -> None:
        """No more looks after an action; ``RemediationRefused`` where none is to come."""
        del report
        from workbench.remediation import sweeps

        author = self._author()
        await self._workspace.run(sweeps.give_up, author, action, f"stopped by {self._actor}")
        self._changes.tell(Change(actions=frozenset({action})))

    async def _settle(self, id: str, state: ProposalState, became: str) -> None:
        from workbench.remediation import suggestions

        await self._workspace.run(suggestions.settle, self._author(), id, state, became)
        self._changes.tell(Change(proposals=True))

    def _author(self) -> Author:
        from workbench.remediation.audit import Author
        from workbench.remediation.clock import SystemClock

        return Author(self._actor, SystemClock())
