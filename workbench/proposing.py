"""What is proposed without anybody having asked: listed, opened as it was frozen, decided."""

from __future__ import annotations

from workbench.changes import Change, Changes
from workbench.indicators import read_indicator
from workbench.jobs import Report
from workbench.model.indicators import Indicator
from workbench.model.policies import Policy
from workbench.model.proposals import Proposal, ProposalState
from workbench.model.remediation import Scope
from workbench.store.workspace import Workspace
from workbench.suggesting import Outcome, Suggester


class Proposals:
    """The desk's part; nothing here changes a mailbox."""

    def __init__(self, workspace: Workspace, changes: Changes, suggester: Suggester) -> None:
        self._workspace = workspace
        self._changes = changes
        self._suggester = suggester

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

        author = self._suggester.author()
        await self._workspace.run(sweeps.give_up, author, action, f"stopped by {author.actor}")
        self._changes.tell(Change(actions=frozenset({action})))

    async def policies(self, report: Report) -> tuple[Policy, ...]:
        """Those armed now, of any tenant."""
        del report
        from workbench.remediation import policies

        every = await self._workspace.run(policies.listed)
        now = self._suggester.author().now()
        return tuple(one for one in every if one.is_armed(now))

    async def disarm(self, report: Report) -> int:
        """Every policy, at once; what one of them runs goes on to its end."""
        del report
        from workbench.remediation import policies

        count = await self._workspace.run(policies.disarm, self._suggester.author())
        self._changes.tell(Change(proposals=True))
        return count

    async def is_on(self, report: Report) -> bool:
        """Whether old mail is compared with what is added or concluded."""
        del report
        return await self._suggester.is_on()

    async def switch(self, on: bool, report: Report) -> bool:
        """Holds in this workspace until it is taken back."""
        del report
        return await self._suggester.switch(on)

    async def add_indicator(self, text: str, note: str, report: Report) -> Outcome:
        """Defanged or not; ``BadInput`` where it is none, or would match everybody's mail."""
        del report
        return await self._suggester.add(read_indicator(text, note))

    async def remove_indicator(self, text: str, report: Report) -> bool:
        """Whether it was listed."""
        del report
        return await self._suggester.remove(read_indicator(text))

    async def indicators(self, report: Report) -> tuple[Indicator, ...]:
        """Newest first."""
        del report
        from workbench.store import indicators

        return await self._workspace.run(indicators.listed)

    async def _settle(self, id: str, state: ProposalState, became: str) -> None:
        from workbench.remediation import suggestions

        await self._workspace.run(suggestions.settle, self._suggester.author(), id, state, became)
        self._changes.tell(Change(proposals=True))
