"""A tenant known by heart, and connectors to both of its faces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of, profile_of
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Connector


@pytest.fixture(params=["graph", "google"])
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def no_wait(seconds: float) -> None:
    assert seconds >= 0


@pytest.fixture
def connect(provider: str, tenant: SimulatedTenant) -> Callable[[], Connector]:
    def make() -> Connector:
        if provider == "google":
            return GoogleConnector(replace(google_profile_of(tenant.facts)), no_wait)
        return GraphConnector(profile_of(tenant.facts), no_wait)

    return make
