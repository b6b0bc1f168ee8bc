"""What the window asks of the workbench while a user signs in."""

from __future__ import annotations

from typing import Protocol

from workbench.jobs import Report


class SignIns(Protocol):
    """What a user is asked to do, on the io loop."""

    async def open_page(self, report: Report) -> object:
        """In the system's browser."""

    async def give_up(self, report: Report) -> object:
        """Whatever needs the sign-in is told that it was declined."""
