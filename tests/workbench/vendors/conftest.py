"""The simulated tenant for the vendors' own clients: what these cannot do is its defect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.simulation.server.tiny import tiny_world
from workbench.simulation.server.running import Doors


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every exchange with the vendor's client is recorded."""
    return tmp_path_factory.mktemp("vendor") / "exchanges.jsonl"


@pytest.fixture(scope="module")
def server(log: Path) -> Iterator[SimulatedTenant]:
    running = SimulatedTenant(tiny_world(), Doors(record=log))
    yield running
    running.close()


@pytest.fixture
def tenant(server: SimulatedTenant) -> SimulatedTenant:
    server.reset()
    return server
