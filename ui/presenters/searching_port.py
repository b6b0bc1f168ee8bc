"""What the search page asks of the workbench behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from workbench.jobs import Report
from workbench.model.found import Step
from workbench.model.mail import Copy
from workbench.searching.wanted import Wanted


class Searches(Protocol):
    """Looking for mail in every mailbox of the connected tenant."""

    async def search(self, wanted: Wanted, took: Callable[[Step], None], report: Report) -> str:
        """``took`` gets every answer, on the io loop; returns why it ended early, or ""."""

    async def keep(self, copies: Sequence[Copy], report: Report) -> int:
        """Takes copies into the workspace; returns the id of the first one's message."""
