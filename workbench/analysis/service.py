"""Analyses bytes in the host and judges the result, asking again while needs can be answered."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers.model.analysis import Analysis
from workbench.analysis.verdict import judge
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import RuleProblem
from workbench.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """An analysis with the verdict drawn from it."""

    analysis: Analysis
    verdict: Verdict


class AnalysisService:
    """Built on one host; calls may overlap, interactive ones overtake background ones."""

    def __init__(self, host: AnalysisHost, unread: Sequence[RuleProblem] = ()) -> None:
        """``unread`` are rule files that could not even be read."""
        self._host = host
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
        ticket = self._host.submit(job)
        try:
            analysis = await asyncio.wrap_future(ticket.future)
        except asyncio.CancelledError:
            ticket.cancel()
            raise
        return Judged(analysis, judge(analysis))
