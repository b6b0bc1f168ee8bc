"""How long work tells what it has done, and how it is paused.  Knows no Qt; cancelling is
asyncio's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from workbench.model.signing import SignInStep


@dataclass(frozen=True, slots=True)
class Progress:
    """A step of long work; ``total`` is 0 while it is unknown, ``left`` are seconds at the pace
    of the last half minute, None while that does not tell; ``sign_in`` is what a user has to do
    for the work to go on, or how that ended."""

    done: int
    total: int
    note: str = ""
    left: float | None = None
    sign_in: SignInStep | None = None


Report = Callable[[Progress], None]


def unheard(progress: Progress) -> None:
    """The report for work nobody watches."""


class Hold:
    """Pauses work between two of its steps; for one event loop."""

    def __init__(self) -> None:
        import asyncio  # this module is needed before the window is painted

        self._open = asyncio.Event()
        self._open.set()

    @property
    def paused(self) -> bool:
        return not self._open.is_set()

    def pause(self) -> None:
        self._open.clear()

    def resume(self) -> None:
        self._open.set()

    async def passed(self) -> None:
        """Returns at once, or when it is resumed."""
        await self._open.wait()


@runtime_checkable
class Pausable(Protocol):
    """What a report may be besides: the way by which whoever watches holds the work up."""

    @property
    def hold(self) -> Hold: ...


def hold_of(report: Report) -> Hold | None:
    return report.hold if isinstance(report, Pausable) else None
