"""How long work tells what it has done.  Knows no Qt; cancelling is asyncio's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """A step of long work; ``total`` is 0 while it is unknown."""

    done: int
    total: int
    note: str = ""


Report = Callable[[Progress], None]


def unheard(progress: Progress) -> None:
    """The report for work nobody watches."""
