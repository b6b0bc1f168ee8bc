"""Proposals whose answers lie ready, beside the tray."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from workbench.indicators import read_indicator
from workbench.jobs import Report
from workbench.model.indicators import Indicator, Matched
from workbench.model.policies import Policy
from workbench.model.proposals import Origin, Proposal, ProposalState
from workbench.model.remediation import Scope
from workbench.suggesting import Outcome

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
        self.on = False
        self.armed: list[Policy] = []
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

    async def policies(self, report: Report) -> Sequence[Policy]:
        return tuple(self.armed)

    async def disarm(self, report: Report) -> int:
        await self._pass(report, "disarm")
        count, self.armed = len(self.armed), []
        return count

    async def is_on(self, report: Report) -> bool:
        return self.on

    async def switch(self, on: bool, report: Report) -> bool:
        await self._pass(report, "switch proposals", on)
        self.on = on
        return on

    async def add_indicator(self, text: str, note: str, report: Report) -> Outcome:
        await self._pass(report, "add indicator", text)
        indicator = read_indicator(text, note)
        return Outcome(indicator, True, (Matched("contoso", 1, "x", "shows it"),), 1, 2)

    async def remove_indicator(self, text: str, report: Report) -> bool:
        await self._pass(report, "remove indicator", text)
        return False

    async def indicators(self, report: Report) -> Sequence[Indicator]:
        return ()

    def _settle(self, id: str, state: ProposalState) -> None:
        self.listed = [replace(p, state=state) if p.id == id else p for p in self.listed]
