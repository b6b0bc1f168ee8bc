"""The desk of who signed in as a user: one mailbox, and asked before the first change."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from tests.tenant import SimulatedTenant
from tests.workbench.desks import open_desk, profile_of, rows
from workbench.isolation.client import AnalysisHost
from workbench.jobs import Progress
from workbench.model.remediation import ActionState


def test_a_code_is_told_to_the_job_that_needs_it(
    case: Path, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant
) -> None:
    simulated_tenant.set(device_interval=0)
    profile = replace(
        profile_of(simulated_tenant.facts, secret=""),
        client_id=simulated_tenant.facts["public_client_id"],
        sign_in="device",
    )

    async def story() -> None:
        connecting: list[Progress] = []
        changing: list[Progress] = []
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(profile, connecting.append)
            assert any("enter the code" in step.note for step in connecting)
            assert "Mail.ReadWrite" not in desk.rights
            scope = await desk.scope(rows(case)[0].id, connecting.append)
            action = await desk.quarantine(scope, "phish", len(scope.selected), changing.append)
            assert any("enter the code" in step.note for step in changing)
            assert "Mail.ReadWrite" in desk.rights
            assert action.state is ActionState.COMPLETED

    asyncio.run(story())
    moved = {e["mailbox"] for e in simulated_tenant.effects() if e["kind"] == "move"}
    assert len(moved) == 1
