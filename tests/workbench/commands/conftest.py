"""What commands about the past are tried on: a quarantine and its undo in a workspace."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import open_desk, profile_of, rows
from workbench.isolation.client import AnalysisHost
from workbench.jobs import unheard


@pytest.fixture
def acted(case: Path, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant) -> Path:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(profile_of(simulated_tenant.facts), unheard)
            widest = max(rows(case), key=lambda row: (row.mailboxes, row.id))
            scope = await desk.scope(widest.id, unheard)
            action = await desk.quarantine(scope, "phish", len(scope.selected), unheard)
            await desk.undo(action.id, unheard)

    asyncio.run(story())
    return case
