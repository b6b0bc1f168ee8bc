"""Examines artifacts again with the answers of DNS; loaded only where DNS may be asked."""

from __future__ import annotations

import asyncio
from types import TracebackType

from analyzers.model.analysis import Analysis
from workbench.analysis.service import AnalysisService
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.resolving.asking import Dns, Server
from workbench.resolving.resolver import Resolver


class Following:
    """One event loop for all inputs; ``server`` is ADDRESS[:PORT], "" for the system's."""

    def __init__(self, host: AnalysisHost, server: str) -> None:
        """Raises ``BadInput`` where the server is none."""
        named = Server.read(server) if server else None
        self._service = AnalysisService(host, resolver=Resolver(Dns(named)))
        self._runner = asyncio.Runner()

    def __enter__(self) -> Following:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._runner.close()

    def follow(self, job: AnalysisJob, analysis: Analysis) -> Analysis:
        return self._runner.run(self._service.follow(job, analysis))
