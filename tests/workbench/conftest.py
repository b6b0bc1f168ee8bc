"""What tests above the single layers get: the real analysis host, a workspace, a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import tiny_world
from workbench.analysis.rules import rule_packs
from workbench.isolation.client import AnalysisHost
from workbench.isolation.settings import HostSettings
from workbench.store.workspace import Workspace


@pytest.fixture(scope="session")
def analysis_host() -> Iterator[AnalysisHost]:
    """The program's own, with its units, boxes and rules."""
    host = AnalysisHost.start(HostSettings(packs=rule_packs(())))
    yield host
    host.close()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Where a workspace may be made."""
    return tmp_path / "case.workspace"


@pytest.fixture
def case_workspace(case: Path) -> Iterator[Workspace]:
    """An open one, closed whatever happens."""
    opened = Workspace.open(case)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def server() -> Iterator[SimulatedTenant]:
    """A small tenant that is known by heart."""
    running = SimulatedTenant(tiny_world())
    yield running
    running.close()


@pytest.fixture
def tenant(server: SimulatedTenant) -> SimulatedTenant:
    server.reset()
    return server
