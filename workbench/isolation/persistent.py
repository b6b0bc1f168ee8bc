"""Boxes where the host cannot fork: fresh interpreters that serve one artifact after another."""

from __future__ import annotations

import os
from collections.abc import Iterable

from workbench.isolation import layers
from workbench.isolation.boxes import Box
from workbench.isolation.frames import Outbox
from workbench.isolation.protocol import Equip, Furnish, Task, ToBox, Trial, spell
from workbench.isolation.settings import HostSettings, RulePack, RuleProblem
from workbench.processes import Ended, start

MODULE = "workbench.isolation.persistent_box"
SERVED = 50  # artifacts before a box is replaced, so that a leak or a takeover does not last


class PersistentBoxes:
    """Children with resource limits only; thrown away after any trouble.

    They outlive their orders anyway: nothing would be saved by sharing one.
    """

    mandatory = frozenset({layers.RLIMITS})
    complete: frozenset[str] = frozenset()
    inherit = False

    def __init__(self, settings: HostSettings) -> None:
        layers.discreet()
        self._settings = settings
        self._packs: tuple[RulePack, ...] = ()
        self._idle: list[Box] = []

    def open(self, order: Task | Trial, data: bytes) -> Box:
        box = self._idle.pop() if self._idle else self._start()
        box.served += 1
        if box.outbox is not None:
            box.outbox.put(spell(ToBox, order), (data,))
        return box

    def close(self, box: Box, done: bool, cpu_seconds: float) -> Ended:
        if done and box.served < SERVED:
            self._idle.append(box)
            return Ended(0, 0, cpu_seconds)
        ended = self._end(box)
        return Ended(ended.code, ended.signal, cpu_seconds or ended.cpu_seconds)

    def load(self, modules: Iterable[str]) -> None:
        """Nothing to do: these boxes import for themselves."""

    def equip(self, packs: Iterable[RulePack]) -> list[RuleProblem]:
        """Boxes started from now on compile the packs; the others are let go."""
        self._packs = tuple(packs)
        self.shut()
        return []

    def cold(self) -> tuple[str, ...]:
        return ()

    def shut(self) -> None:
        while self._idle:
            self._end(self._idle.pop())

    def _start(self) -> Box:
        started = start(MODULE)
        started.close(started.stderr)
        os.set_blocking(started.stdin, False)
        os.set_blocking(started.stdout, False)
        outbox = Outbox(started.stdin)
        outbox.put(spell(ToBox, Furnish(self._settings)))
        outbox.put(spell(ToBox, Equip(self._packs)))
        return Box(started.process.pid, started.stdout, started.kill, outbox, started)

    def _end(self, box: Box) -> Ended:
        return box.started.reap() if box.started else Ended(0, 0, 0.0)
