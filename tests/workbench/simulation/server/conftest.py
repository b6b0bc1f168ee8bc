"""One server for all tests of it, put back to its start before each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tenant import GraphClient, SimulatedTenant
from tests.workbench.simulation.server.tiny import tiny_world
from workbench.simulation.server.running import Doors


@pytest.fixture(scope="package")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every exchange is recorded."""
    return tmp_path_factory.mktemp("tenant") / "exchanges.jsonl"


@pytest.fixture(scope="package")
def server(log: Path) -> Iterator[SimulatedTenant]:
    running = SimulatedTenant(tiny_world(), Doors(plain=0, record=log))
    yield running
    running.close()


@pytest.fixture
def tenant(server: SimulatedTenant) -> SimulatedTenant:
    server.reset()
    return server


@pytest.fixture
def graph(tenant: SimulatedTenant) -> GraphClient:
    return GraphClient(tenant)
