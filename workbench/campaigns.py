"""What is done with messages alike as one: a decision for all, a look at them, taking one out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from workbench.changes import Change, Changes
from workbench.jobs import Report
from workbench.model.alike import Member
from workbench.model.verdict import Disposition
from workbench.store.workspace import Workspace

Decide = Callable[[Sequence[int], Disposition, Report], Awaitable[None]]


class Campaigns:
    """``decide`` closes single messages."""

    def __init__(self, workspace: Workspace, changes: Changes, decide: Decide) -> None:
        self._workspace = workspace
        self._changes = changes
        self._decide = decide

    async def decide(
        self, message_ids: Sequence[int], disposition: Disposition, report: Report
    ) -> None:
        """One word for these and for all of their groups that wait in the queues."""
        from workbench.store import campaigns

        together = await self._workspace.run(campaigns.waiting, message_ids)
        await self._decide(together, disposition, report)

    async def members(self, message_id: int, report: Report) -> tuple[Member, ...]:
        """The messages that are one row with this one, newest first."""
        del report
        from workbench.store import campaigns

        return await self._workspace.run(campaigns.members, message_id)

    async def split(self, message_id: int, report: Report) -> None:
        """Takes the message out of its group, for good."""
        del report
        from workbench.store import campaigns

        await self._workspace.run(campaigns.split, message_id)
        self._changes.tell(Change(messages=frozenset({message_id}), lists=True))
