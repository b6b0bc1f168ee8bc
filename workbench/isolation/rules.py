"""Gets the rule packs ready: strangers' files are first compiled in a box, one by one."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from dataclasses import replace

from analyzers.model.analysis import Outcome
from analyzers.model.codec import dumps, encode
from workbench.isolation.boxes import Boxes
from workbench.isolation.protocol import Trial
from workbench.isolation.run import Ending, Run
from workbench.isolation.settings import PackStanding, RulePack, RuleProblem

TRIAL_CPU_SECONDS = 300  # for a whole pack; one file is held to the wall limit of a box


def digest(packs: tuple[RulePack, ...]) -> str:
    """SHA-256 over all sources with their names, "" without any."""
    if not packs:
        return ""
    return hashlib.sha256(dumps([encode(pack) for pack in packs])).hexdigest()


def written(pack: RulePack) -> int:
    """The rules of a pack that is spared the trial, which is our own: each begins a line."""
    return sum(line.startswith("rule ") for _, text in pack.sources for line in text.splitlines())


class RuleTrial:
    """Which files of the packs can be compiled without harm.

    A pack is tried as a whole first, and file by file where that fails.  A file that kills or
    hangs the box is named and left out, and the rest is tried again.
    """

    def __init__(self, packs: tuple[RulePack, ...], trust: bool) -> None:
        """``trust`` spares our own pack the trial."""
        self._packs = packs
        self._left = deque(p for p in packs if p.sources and not (trust and p.trusted))
        self._whole, self._first = True, 0  # how the first of them is tried, and from which file on
        self._rules: Counter[str] = Counter()  # rules by pack, as far as they were tried
        self.problems: list[RuleProblem] = []

    def next(self) -> Trial | None:
        """What is still to be tried; None where all has been."""
        if not self._left:
            return None
        sources = self._left[0].sources
        return Trial(sources, TRIAL_CPU_SECONDS, whole=self._whole, first=self._first)

    def conclude(self, run: Run) -> None:
        ending = run.ending
        if ending is not None and ending.outcome is Outcome.NOT_RUN:
            self._give_up(ending.reason)
        elif self._whole:
            self._whole = False
            if ending is None and run.tried and not run.tried[0].problem:
                self._rules[self._left[0].name] = run.tried[0].rules
                self._turn()
        else:
            self._rules[self._left[0].name] += sum(tried.rules for tried in run.tried)
            self._judge_each([tried.problem for tried in run.tried], ending)

    def finish(self, boxes: Boxes) -> tuple[RuleProblem, ...]:
        """Give the boxes what passed; returns all that is left out."""
        bad = {(problem.pack, problem.namespace) for problem in self.problems}
        good = [
            replace(pack, sources=tuple(s for s in pack.sources if (pack.name, s[0]) not in bad))
            for pack in self._packs
        ]
        self.problems += boxes.equip(pack for pack in good if pack.sources)
        return tuple(self.problems)

    def standings(self) -> tuple[PackStanding, ...]:
        """What of each pack is in use, once the trial is finished."""
        bad = Counter((problem.pack, not problem.namespace) for problem in self.problems)
        standings = []
        for pack in self._packs:
            files = len(pack.sources)
            lost = bool(bad[pack.name, True])  # the pack as a whole
            left_out = files if lost else bad[pack.name, False]
            rules = 0 if lost else self._rules.get(pack.name, written(pack))
            standings.append(PackStanding(pack.name, files, left_out, rules))
        return tuple(standings)

    def _judge_each(self, problems: list[str], ending: Ending | None) -> None:
        """File by file what the box said; the next one is to blame where it fell silent."""
        left = len(self._left[0].sources) - self._first
        if len(problems) < left:
            problems.append(ending.reason if ending else "The box did not say")
        for problem in problems[:left]:
            self._judge(problem)
        if self._first == len(self._left[0].sources):
            self._turn()

    def _judge(self, problem: str) -> None:
        pack = self._left[0]
        if problem:
            self.problems.append(RuleProblem(pack.name, pack.sources[self._first][0], problem))
        self._first += 1

    def _turn(self) -> None:
        self._left.popleft()
        self._whole, self._first = True, 0

    def _give_up(self, reason: str) -> None:
        """No box is safe enough: nothing of what is left can be tried."""
        while self._left:
            pack, first = self._left[0], self._first
            self.problems += [RuleProblem(pack.name, n, reason) for n, _ in pack.sources[first:]]
            self._turn()
