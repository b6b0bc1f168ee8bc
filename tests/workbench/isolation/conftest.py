"""Hosts that run the hostile units, one for each way to make boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from analyzers.model.analysis import Analysis, Examination, Node
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import BoxKind, BoxLimits, HostSettings

HOSTILE = "tests.workbench.isolation.hostile"
SETTINGS = HostSettings(
    units=HOSTILE, sniff=HOSTILE, width=1, box=BoxLimits(cpu_seconds=1, wall_seconds=3.0)
)
SECONDS = 60  # for a future to come: far above what any test takes


class Bench:
    """A host with short hands for what tests ask of it."""

    def __init__(self, host: AnalysisHost) -> None:
        self.host = host

    def analyse(self, data: bytes, name: str = "sample.bin", **job: Any) -> Analysis:
        return self.host.submit(AnalysisJob(data, name, **job)).future.result(SECONDS)

    def said(self, data: bytes, **job: Any) -> dict[str, Examination]:
        """What was said of the root, by unit."""
        return {e.unit: e for e in self.analyse(data, **job).root.examinations}


Start = Callable[..., Bench]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts hosts with settings that differ from the usual, and closes them."""
    hosts: list[AnalysisHost] = []

    def open_bench(**changes: Any) -> Bench:
        hosts.append(AnalysisHost.start(replace(SETTINGS, **changes)))
        return Bench(hosts[-1])

    yield open_bench
    for host in hosts:
        host.close()


@pytest.fixture(scope="module", params=[BoxKind.AUTO, BoxKind.PERSISTENT])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """One host for a module's tests, that have to leave it as they found it: serving."""
    host = AnalysisHost.start(replace(SETTINGS, boxes=request.param))
    yield Bench(host)
    host.close()


def findings(node: Node) -> set[str]:
    """The rules of all findings at a node."""
    return {finding.rule for e in node.examinations for finding in e.findings}
