"""The desk of who signed in as a user: one mailbox, and asked before the first change."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.tenant import SimulatedTenant
from tests.workbench.connectors.test_delegated import user_profile
from tests.workbench.desks import open_desk, rows
from workbench.isolation.client import AnalysisHost
from workbench.jobs import Progress, unheard
from workbench.model.remediation import ActionState
from workbench.model.signing import SignInStage


def test_a_code_is_told_to_the_job_that_needs_it(
    case: Path, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant
) -> None:
    simulated_tenant.set(device_interval=0)
    profile = user_profile(simulated_tenant, "device")

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


def test_a_sign_in_that_is_given_up_pauses_the_change_that_needed_it(
    case: Path, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant
) -> None:
    simulated_tenant.set(device_interval=0)

    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(user_profile(simulated_tenant, "device"), unheard)
            scope = await desk.scope(rows(case)[0].id, unheard)
            simulated_tenant.set(user_answer="pending", device_interval=600)
            asked = asyncio.Event()

            def hear(step: Progress) -> None:
                if step.sign_in is not None and step.sign_in.stage is SignInStage.WAITING:
                    asked.set()

            acting = asyncio.create_task(desk.quarantine(scope, "phish", 1, hear))
            await asked.wait()
            await desk.sign_ins.give_up(unheard)
            action = await acting
            assert action.state is ActionState.PAUSED
            assert "given up" in action.note
            simulated_tenant.set(user_answer="agreed", device_interval=0)
            done = await desk.proceed(action.id, "", unheard)
            assert done.state is ActionState.COMPLETED

    asyncio.run(story())
