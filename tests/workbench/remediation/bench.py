"""A workspace, a tenant and an engine put together for a test."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.workbench.remediation.tenant import MemoryTenant
from workbench.changes import Change, Changes
from workbench.connectors.identities import Identities
from workbench.jobs import Progress, unheard
from workbench.model.remediation import ActionView, ItemState, Scope
from workbench.model.safeguards import Safeguards
from workbench.model.thresholds import Thresholds
from workbench.remediation.engine import RemediationEngine
from workbench.remediation.scope import find_scope
from workbench.store import messages
from workbench.store.workspace import Workspace


class FastClock:
    """Time passes only while somebody sleeps, and then at once."""

    def __init__(self) -> None:
        self.time = 1_000.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return datetime(2026, 3, 2, 12, 0, tzinfo=UTC) + timedelta(seconds=self.time)

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += max(0.0, seconds)
        await asyncio.sleep(0)

    def jitter(self) -> float:
        return 0.5


@dataclass(slots=True)
class Bench:
    """``message`` is the message under attack: number 1 of the tenant."""

    workspace: Workspace
    tenant: MemoryTenant
    clock: FastClock = field(default_factory=FastClock)
    told: list[Change] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)
    engine: RemediationEngine = field(init=False)

    def __post_init__(self) -> None:
        self.with_limits()

    def with_limits(self, **lower: int) -> None:
        """From now on as in a profile with these thresholds."""
        changes = Changes()
        changes.listen(self.told.append)
        safeguards = Safeguards(thresholds=Thresholds(**lower))
        self.engine = RemediationEngine(
            *(self.workspace, self.tenant, self.clock, "ann@contoso.example", changes),
            Identities(self.tenant, safeguards=safeguards),
        )

    async def message(self) -> int:
        """Takes in what the tenant holds, and gives the id of the message under attack."""
        await self.workspace.run(messages.save, tuple(self.tenant.copies.values()))
        found = await self.workspace.run(messages.ids_of, "contoso", ["<1@sender.example>"])
        return min(found)

    async def scope(self) -> Scope:
        return await find_scope(self.tenant, self.workspace, await self.message(), unheard)

    async def quarantine(self, confirmed: int = 0) -> ActionView:
        scope = await self.scope()
        return await self.engine.quarantine(scope, "phish", confirmed, self.progress.append)

    async def undo(self, view: ActionView) -> ActionView:
        return await self.engine.undo(view.id, self.progress.append)

    async def states(self, view: ActionView) -> dict[tuple[str, str], ItemState]:
        items = await self.engine.items(view.id)
        return {(item.ref.mailbox, item.ref.key): item.state for item in items}


def open_bench(folder: Path, tenant: MemoryTenant) -> Bench:
    return Bench(Workspace.open(folder / "case.workspace"), tenant)
