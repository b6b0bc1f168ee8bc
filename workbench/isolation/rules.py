"""Gets the rule packs ready: strangers' files are first compiled in a box, one by one."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import replace

from analyzers.model.analysis import Outcome
from analyzers.model.codec import dumps, encode
from workbench.isolation.boxes import Boxes
from workbench.isolation.protocol import Trial
from workbench.isolation.run import Run
from workbench.isolation.settings import RulePack, RuleProblem

TRIAL_CPU_SECONDS = 300  # for a whole pack; one file is held to the wall limit of a box


def digest(packs: tuple[RulePack, ...]) -> str:
    """SHA-256 over all sources with their names, "" without any."""
    if not packs:
        return ""
    return hashlib.sha256(dumps([encode(pack) for pack in packs])).hexdigest()


class RuleTrial:
    """Which files of the packs can be compiled without harm.

    A file that kills or hangs the box is named and left out, and the rest is tried again.
    """

    def __init__(self, packs: tuple[RulePack, ...], trust: bool) -> None:
        """``trust`` spares our own pack the trial."""
        self._packs = packs
        self._left = deque(
            (pack.name, namespace, text)
            for pack in packs
            if not (trust and pack.trusted)
            for namespace, text in pack.sources
        )
        self.problems: list[RuleProblem] = []

    def next(self) -> Trial | None:
        """The files still to be tried; None where all have been."""
        if not self._left:
            return None
        return Trial(tuple(text for _, _, text in self._left), TRIAL_CPU_SECONDS)

    def conclude(self, run: Run) -> None:
        for tried in run.tried[: len(self._left)]:
            self._judge(tried.problem)
        hopeless = run.ending is not None and run.ending.outcome is Outcome.NOT_RUN
        while run.ending is not None and self._left:
            self._judge(run.ending.reason)
            if not hopeless:
                break

    def finish(self, boxes: Boxes) -> tuple[RuleProblem, ...]:
        """Give the boxes what passed; returns all that is left out."""
        bad = {(problem.pack, problem.namespace) for problem in self.problems}
        good = [
            replace(pack, sources=tuple(s for s in pack.sources if (pack.name, s[0]) not in bad))
            for pack in self._packs
        ]
        self.problems += boxes.equip(pack for pack in good if pack.sources)
        return tuple(self.problems)

    def _judge(self, problem: str) -> None:
        pack, namespace, _ = self._left.popleft()
        if problem:
            self.problems.append(RuleProblem(pack, namespace, problem))
