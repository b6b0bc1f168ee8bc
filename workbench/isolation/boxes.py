"""The port to boxes: how the host opens one, talks to it and gets rid of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from workbench.isolation.frames import Outbox
from workbench.isolation.protocol import Task, Trial
from workbench.isolation.settings import RulePack, RuleProblem
from workbench.processes import Ended, Started

FULL, PROCESS, REFUSED = "full", "process", "refused"


@dataclass(slots=True)
class Box:
    """A child at work on one order; ``outbox`` holds what it still has to be sent."""

    pid: int
    descriptor: int
    kill: Callable[[], None]
    outbox: Outbox | None = None
    started: Started | None = None
    served: int = 0


class Boxes(Protocol):
    """A way to make boxes, and the layers it must and can put around them."""

    mandatory: frozenset[str]
    complete: frozenset[str]  # the layers of level "full", empty where that is out of reach
    inherit: bool  # whether boxes get modules and rules from the host

    def open(self, order: Task | Trial, data: bytes) -> Box:
        """A box at work on the order."""
        ...

    def close(self, box: Box, done: bool, cpu_seconds: float) -> Ended:
        """Take the box back: ``done`` says that it ended its order well and what it used."""
        ...

    def load(self, modules: Iterable[str]) -> None:
        """Import modules before the next boxes are made."""
        ...

    def equip(self, packs: Iterable[RulePack]) -> list[RuleProblem]:
        """Give the next boxes these rules; returns the packs that could not be compiled."""
        ...

    def cold(self) -> tuple[str, ...]:
        """All modules that units want and that are not loaded."""
        ...

    def shut(self) -> None:
        """End the boxes that wait for orders."""
        ...


@runtime_checkable
class SharedBoxes(Boxes, Protocol):
    """Boxes that cost enough for several orders to share one."""

    def open_series(self, orders: Sequence[tuple[Task, bytes]]) -> Box:
        """A box at work on several orders, one after the other."""
        ...


def level(boxes: Boxes, layers: Iterable[str]) -> str:
    """What a box with these layers may be called; "refused" where a mandatory one is missing."""
    there = frozenset(layers)
    if not boxes.mandatory <= there:
        return REFUSED
    return FULL if boxes.complete and boxes.complete <= there else PROCESS
