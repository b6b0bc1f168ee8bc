"""Work that may have to be unlocked first, and whether it came past that."""

from __future__ import annotations

from typing import Any

from ui.jobs import Job
from ui.presenters.ports import Act, Desk
from workbench.jobs import Report


class UnlockedAct:
    """``begun`` is false where the remediator was not unlocked, so that nothing was sent."""

    def __init__(self) -> None:
        self.begun = True

    def job(self, desk: Desk | None, act: Act, passphrase: str) -> Job:
        self.begun = desk is None or not desk.needs_unlocking
        if desk is None or self.begun:
            return Job(act)

        async def noted(report: Report) -> Any:
            self.begun = True
            return await act(report)

        return Job(desk.unlocked, passphrase, noted)
