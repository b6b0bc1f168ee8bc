"""A tenant on loopback for the connectors, and the connectors on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of
from tests.workbench.simulation.server.tiny import tiny_world
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.model.tenant import GoogleProfile, TenantProfile
from workbench.simulation.server.running import Doors


@pytest.fixture(scope="package")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every exchange with the tenant is recorded."""
    return tmp_path_factory.mktemp("connectors") / "exchanges.jsonl"


@pytest.fixture(scope="package")
def server(log: Path) -> Iterator[SimulatedTenant]:
    running = SimulatedTenant(tiny_world(), Doors(record=log))
    yield running
    running.close()


@pytest.fixture
def tenant(server: SimulatedTenant) -> SimulatedTenant:
    server.reset()
    return server


@pytest.fixture
def profile(tenant: SimulatedTenant) -> TenantProfile:
    facts = tenant.facts
    return TenantProfile(
        facts["tenant"],
        facts["graph"],
        facts["authority"],
        facts["client_id"],
        facts["client_secret"],
        certificate_authority=facts["ca"],
    )


@pytest.fixture
def waited() -> list[float]:
    """How long the connector slept; nothing in the tests really sleeps."""
    return []


@pytest.fixture
def connect(profile: TenantProfile, waited: list[float]) -> Callable[..., GraphConnector]:
    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    def make(**changes: Any) -> GraphConnector:
        return GraphConnector(replace(profile, **changes), sleep)

    return make


@pytest.fixture
def google_profile(tenant: SimulatedTenant) -> GoogleProfile:
    return google_profile_of(tenant.facts)


@pytest.fixture
def connect_google(
    google_profile: GoogleProfile, waited: list[float]
) -> Callable[..., GoogleConnector]:
    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    def make(**changes: Any) -> GoogleConnector:
        return GoogleConnector(replace(google_profile, **changes), sleep)

    return make
