"""Analyses bytes in the host and judges the result, asking again while needs can be answered."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzers.model.analysis import Analysis, Node
from analyzers.scope import Again
from workbench.analysis.merging import merged, reached
from workbench.analysis.parts import answered, boxed, whole
from workbench.analysis.verdict import judge
from workbench.errors import IsolationFailed
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import RuleProblem
from workbench.model.verdict import Verdict
from workbench.resolving.questions import Privacy, recipients, wanted
from workbench.resolving.resolver import Resolver

ROUNDS = 6  # times one artifact is examined again: an SPF record leads to others, a few deep
QUESTIONS = 60  # to DNS for one analysis, all rounds together


@dataclass(frozen=True, slots=True)
class Judged:
    """An analysis with the verdict drawn from it."""

    analysis: Analysis
    verdict: Verdict


class AnalysisService:
    """Built on one host; calls may overlap, interactive ones overtake background ones."""

    def __init__(
        self,
        host: AnalysisHost,
        unread: Sequence[RuleProblem] = (),
        resolver: Resolver | None = None,
    ) -> None:
        """``unread`` are rule files that could not even be read; without a resolver no need for DNS
        is answered."""
        self._host, self._resolver = host, resolver
        self._unread = tuple(unread)
        self._key = ""

    async def isolation(self) -> str:
        """The level of the boxes: "full", "process" or "refused".  Waits for the host to be up."""
        return await asyncio.to_thread(lambda: self._host.level)

    async def rule_problems(self) -> tuple[RuleProblem, ...]:
        """Rule files that are left out, and why.  Waits until all have been tried."""
        return self._unread + await asyncio.to_thread(lambda: self._host.rule_problems)

    async def key(self) -> str:
        """Stands for units, their versions and the rules: results made under another are stale.
        Waits until all rules have been tried."""
        if not self._key:
            self._key = await asyncio.to_thread(self._make_key)
        return self._key

    def _make_key(self) -> str:
        units = ",".join(f"{name}/{version}" for name, version in sorted(self._host.units))
        return hashlib.sha256(f"{units};{self._host.rules}".encode()).hexdigest()

    async def analyse(self, job: AnalysisJob) -> Judged:
        """Cancelling the call kills the boxes at work for it."""
        analysis = await self.follow(job, await self._once(job))
        return Judged(analysis, judge(analysis))

    async def analyse_again(self, job: AnalysisJob, analysis: Analysis, node: Node) -> Judged:
        """One object with everything inside it, in the place of what was known of it; ``job`` is
        about the whole input, with what is given now.  Raises where the object was not met."""
        whole_again, part = await self._part(job, analysis, whole(analysis, node))
        if not reached(part, boxed(analysis, node).sha256):
            raise IsolationFailed("The object could not be reached again")
        again = await self.follow(job, whole_again)
        return Judged(again, judge(again))

    @property
    def asks(self) -> bool:
        """Whether DNS is asked for what the units want to know."""
        return self._resolver is not None and self._resolver.asks

    def allow_dns(self, allowed: bool) -> None:
        """Nothing is asked where there is no resolver, whatever is allowed."""
        if self._resolver is not None:
            self._resolver.allow(allowed)

    async def follow(self, job: AnalysisJob, analysis: Analysis) -> Analysis:
        """With all that DNS answers to the needs of its units, until there is no more to ask; in
        each round only the units that read such answers run again."""
        left = QUESTIONS
        for _ in range(ROUNDS if self._resolver else 0):
            answers = await self._answers(analysis, job, left)
            if not answers:
                break
            left -= len(answers)
            job = replace(job, answers={**job.answers, **answers})
            parts = answered(analysis, answers, self._host.asks)
            analysis, _ = await self._part(job, analysis, parts)
        return analysis

    async def _part(
        self, job: AnalysisJob, analysis: Analysis, parts: tuple[Again, ...]
    ) -> tuple[Analysis, Analysis]:
        """The whole with the parts examined again, and these alone."""
        new = await self._once(replace(job, again=parts))
        return merged(analysis, new, parts), new

    async def _answers(
        self, analysis: Analysis, job: AnalysisJob, most: int
    ) -> dict[tuple[str, str], str]:
        keys = wanted(analysis, job.answers)[:most]
        if self._resolver is None or not keys:
            return {}
        return await self._resolver.answers(keys, Privacy(recipients(analysis)))

    async def _once(self, job: AnalysisJob) -> Analysis:
        ticket = self._host.submit(job)
        try:
            return await asyncio.wrap_future(ticket.future)
        except asyncio.CancelledError:
            ticket.cancel()
            raise
