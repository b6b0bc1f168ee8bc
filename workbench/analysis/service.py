"""Analyses bytes in the host and judges the result, asking again while needs can be answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from analyzers.model.analysis import Analysis
from workbench.analysis.verdict import judge
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """An analysis with the verdict drawn from it."""

    analysis: Analysis
    verdict: Verdict


class AnalysisService:
    """Built on one host; calls may overlap, interactive ones overtake background ones."""

    def __init__(self, host: AnalysisHost) -> None:
        self._host = host

    @property
    def isolation(self) -> str:
        return self._host.level

    async def analyse(self, job: AnalysisJob) -> Judged:
        """Cancelling the call kills the boxes at work for it."""
        ticket = self._host.submit(job)
        try:
            analysis = await asyncio.wrap_future(ticket.future)
        except asyncio.CancelledError:
            ticket.cancel()
            raise
        return Judged(analysis, judge(analysis))
