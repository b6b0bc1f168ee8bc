"""Proposals whose answers lie ready, beside the tray."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from workbench.jobs import Report
from workbench.model.proposals import Origin, Proposal, ProposalState
from workbench.model.remediation import Scope

Pass = Callable[..., Awaitable[None]]


def proposal(id: str = "p1", **changes: object) -> Proposal:
    waits = Proposal(
        id, "contoso", Origin.SWEEP, "Subject 1", "Second look after a1",
        ("user1@contoso.example: arrived since",), ProposalState.WAITING,
        datetime(2026, 3, 2, 12, 0, tzinfo=UTC), "a1", rows=2, copies=2, mailboxes=2,
    )  # fmt: skip
    return replace(waits, **changes)  # type: ignore[arg-type]  # names checked by replace


class ProposalTray:
    """``asked`` of the tray tells what was called."""

    def __init__(self, let_pass: Pass) -> None:
        self._pass = let_pass
        self.listed: list[Proposal] = []
        self.scopes: dict[str, Scope] = {}

    async def all(self, report: Report) -> Sequence[Proposal]:
        await self._pass(report, "proposals")
        return tuple(self.listed)

    async def scope(self, id: str, report: Report) -> Scope:
        await self._pass(report, "proposed scope", id)
        return self.scopes[id]

    async def dismiss(self, id: str, report: Report) -> None:
        await self._pass(report, "dismiss", id)
        self._settle(id, ProposalState.DISMISSED)

    async def acted(self, id: str, action: str, report: Report) -> None:
        await self._pass(report, "acted", id, action)
        self._settle(id, ProposalState.ACTED)

    async def stop_looking(self, action: str, report: Report) -> None:
        await self._pass(report, "stop looking", action)

    def _settle(self, id: str, state: ProposalState) -> None:
        self.listed = [replace(p, state=state) if p.id == id else p for p in self.listed]
