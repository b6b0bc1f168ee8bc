"""Boxes on Linux: one forked child for one artifact, in every layer the system allows."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from functools import partial

from analyzers.model.encoding import encoder
from workbench.isolation import layers
from workbench.isolation.box import Kit, Work, compile_packs
from workbench.isolation.boxes import Box
from workbench.isolation.frames import pack, write_all
from workbench.isolation.imports import Asking
from workbench.isolation.protocol import Cold, Entered, FromBox, Task, Trial, spell
from workbench.isolation.settings import HostSettings, RulePack, RuleProblem
from workbench.processes import Ended, fork, reap

_SPARE_GARBAGE = 100_000  # new objects before a box collects garbage: it does not live long


class ForkedBoxes:
    """Children of the host that inherit its modules, its rules and the artifact's bytes."""

    mandatory = layers.MANDATORY
    complete = layers.ALL
    inherit = True

    def __init__(self, settings: HostSettings, kit: Kit) -> None:
        """Enter what the host itself can do without; only while it has one thread."""
        self._limits, self._without = settings.box, frozenset(settings.without)
        self._entered: list[str] = []
        self._ruleset = -1
        self._host = os.getpid()
        with contextlib.suppress(OSError):
            self._isolate()
        layers.prepare()
        encoder(FromBox)  # built once, here, and not in every box
        self.kit = kit
        gc.freeze()

    def _isolate(self) -> None:
        if layers.NAMESPACES not in self._without:
            with contextlib.suppress(OSError):
                layers.namespaces()
                self._entered.append(layers.NAMESPACES)
        layers.discreet()
        if layers.LANDLOCK not in self._without:
            self._ruleset = layers.landlock_rules()

    def open(self, order: Task | Trial, data: bytes) -> Box:
        return self._open(((order, data),))

    def open_series(self, orders: Sequence[tuple[Task, bytes]]) -> Box:
        return self._open(orders)

    def _open(self, orders: Sequence[tuple[Task | Trial, bytes]]) -> Box:
        reading, writing = os.pipe()
        keep = {writing, self._ruleset} - {-1}
        allowed = min(order.memory_bytes or self._limits.memory_bytes for order, _ in orders)
        memory = layers.address_space() + allowed
        pid = fork(partial(self._work, orders, writing, memory), keep)
        os.close(writing)
        os.set_blocking(reading, False)
        return Box(pid, reading, partial(os.kill, pid, signal.SIGKILL))

    def close(self, box: Box, done: bool, cpu_seconds: float) -> Ended:
        os.close(box.descriptor)
        return reap(box.pid)

    def load(self, modules: Iterable[str]) -> None:
        self.kit.library.load(modules)
        gc.freeze()

    def equip(self, packs: Iterable[RulePack]) -> list[RuleProblem]:
        compiled, problems = compile_packs(packs)
        self.kit.rules = compiled
        gc.freeze()
        return problems

    def cold(self) -> tuple[str, ...]:
        return self.kit.library.missing(self.kit.wanted(self.kit.units))

    def shut(self) -> None:
        """Nothing waits: a forked box has its order from the start."""

    def _work(
        self, orders: Sequence[tuple[Task | Trial, bytes]], writing: int, memory: int
    ) -> None:
        """The life of a box, in the child."""
        os.dup2(0, 2)  # the host's complaints go to the client, a box's nowhere
        gc.set_threshold(_SPARE_GARBAGE, 50, 100)
        entered = self._enter(min(order.cpu_seconds for order, _ in orders), memory)

        def write(text: bytes, blobs: tuple[bytes, ...]) -> None:
            write_all(writing, pack(text, blobs))

        def ask(module: str) -> None:
            write(spell(FromBox, Cold((module,))), ())
            os._exit(0)

        sys.meta_path.insert(0, Asking(self.kit.library, ask))
        write(spell(FromBox, Entered(entered)), ())
        if self.mandatory <= set(entered):
            for order, data in orders:
                if not Work(self.kit, write, imports=False).serve(order, data):
                    return

    def _enter(self, cpu_seconds: int, memory: int) -> tuple[str, ...]:
        """Enter the layers, the filter of system calls last; report those that truly hold."""
        layers.die_with(self._host)
        entered = list(self._entered)
        steps = {
            layers.RLIMITS: lambda: layers.rlimits(cpu_seconds, memory),
            layers.NO_NEW_PRIVILEGES: layers.no_new_privileges,
            layers.LANDLOCK: lambda: layers.landlock(self._ruleset),
            layers.SECCOMP: layers.seccomp,
        }
        for name, enter in steps.items():
            if name not in self._without:
                with contextlib.suppress(OSError):
                    enter()
                    entered.append(name)
        return tuple(entered)
