"""A desk whose tenant one identity reads and another one changes."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import open_desk, profile_of, rows
from workbench.connectors.identities import LOCKED
from workbench.desk import Desk
from workbench.errors import RemediationRefused
from workbench.isolation.client import AnalysisHost
from workbench.jobs import unheard
from workbench.model.remediation import ActionState, Scope
from workbench.model.tenant import Registration, TenantProfile
from workbench.profiles.remediator import RemediatorKeys
from workbench.profiles.secrets import WrongPassphrase

PASSPHRASE = "correct horse"


@pytest.fixture
def profile(simulated_tenant: SimulatedTenant, case: Path) -> TenantProfile:
    facts = simulated_tenant.facts
    reader, writer = facts["reader"], facts["remediator"]
    keys = RemediatorKeys(case.with_name("remediators.json"))
    keys.keep("Contoso", writer["client_secret"], PASSPHRASE)
    return profile_of(
        facts,
        name="Contoso",
        client_id=reader["client_id"],
        secret=reader["client_secret"],
        remediator=Registration(writer["client_id"]),
    )


def writers(tenant: SimulatedTenant) -> set[str]:
    """Applications that changed something."""
    return {str(effect["actor"]) for effect in tenant.effects()}


async def _scoped(desk: Desk, case: Path) -> Scope:
    message = rows(case)[0].id
    return await desk.scope(message, unheard)


def test_each_action_is_unlocked_and_by_the_remediator_alone(
    profile: TenantProfile, case: Path, analysis_host: AnalysisHost,
    simulated_tenant: SimulatedTenant,
) -> None:  # fmt: skip
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(profile, unheard)
            assert desk.needs_unlocking
            scope = await _scoped(desk, case)
            act = partial(desk.quarantine, scope, "phish", len(scope.selected))
            with pytest.raises(RemediationRefused, match=LOCKED):
                await act(unheard)
            with pytest.raises(WrongPassphrase):
                await desk.unlocked("wrong", act, unheard)
            assert simulated_tenant.effects() == []
            done = await desk.unlocked(PASSPHRASE, act, unheard)
            assert done.state is ActionState.COMPLETED
            assert "Mail.ReadWrite" in (desk.writer_rights or ())
            with pytest.raises(RemediationRefused, match=LOCKED):
                await desk.undo(done.id, unheard)
            undone = await desk.unlocked(PASSPHRASE, partial(desk.undo, done.id), unheard)
            assert undone.state is ActionState.COMPLETED

    asyncio.run(story())
    assert writers(simulated_tenant) == {simulated_tenant.facts["remediator"]["client_id"]}


def test_an_unfinished_action_waits_until_it_is_unlocked(
    profile: TenantProfile, case: Path, analysis_host: AnalysisHost,
    simulated_tenant: SimulatedTenant,
) -> None:  # fmt: skip
    async def stopped() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(profile, unheard)
            scope = await _scoped(desk, case)
            simulated_tenant.faults({"fault": "slow", "seconds": 0.2, "path": "batch"})
            act = partial(desk.quarantine, scope, "phish", len(scope.selected))
            job = asyncio.ensure_future(desk.unlocked(PASSPHRASE, act, unheard))
            while not await desk.actions(unheard):
                await asyncio.sleep(0)
            desk.prepare_to_close()
            job.cancel()
            await asyncio.wait([job])

    async def gone_on() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(profile, unheard)
            (id,) = desk.waiting
            assert (await desk.actions(unheard))[0].state is ActionState.RUNNING
            done = await desk.unlocked(PASSPHRASE, desk.go_on, unheard)
            assert (done.id, done.state) == (id, ActionState.COMPLETED)
            assert desk.waiting == ()

    asyncio.run(stopped())
    simulated_tenant.faults()
    asyncio.run(gone_on())
