"""Searches whose answers lie ready, beside the tray."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from workbench.jobs import Progress, Report, hold_of
from workbench.model.found import Hit, Step
from workbench.model.mail import Copy, MessageRef
from workbench.searching.wanted import Wanted

Pass = Callable[..., Awaitable[None]]
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def hit(number: int, internet_id: str = "<one@x.example>") -> Hit:
    address = f"user{number}@contoso.example"
    copy = Copy(
        MessageRef("contoso", f"user{number}", str(number)), address, internet_id, "Eve",
        "eve@evil.example", f"Pay {number}", NOW, NOW, "inbox", number % 2 == 0, False,
    )  # fmt: skip
    return Hit(copy, "Inbox")


class SearchTray:
    """``steps`` come one by one; before each, whoever watches may hold them up."""

    def __init__(self, let_pass: Pass) -> None:
        self._pass = let_pass
        self.steps: list[Step] = []
        self.ends = ""  # why early

    async def search(self, wanted: Wanted, took: Callable[[Step], None], report: Report) -> str:
        for step in self.steps:
            if (hold := hold_of(report)) is not None:
                await hold.passed()
            took(step)
            report(Progress(step.done, step.total, left=12.0))
            await asyncio.sleep(0)
        await self._pass(report, "search", wanted)
        return self.ends

    async def keep(self, copies: Sequence[Copy], report: Report) -> int:
        await self._pass(report, "keep", tuple(copies))
        return 7
