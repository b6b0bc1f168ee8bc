"""Whoever watches is told what to do to sign in: the job that waits, else everybody."""

from __future__ import annotations

import asyncio

from tests.tenant import SimulatedTenant
from tests.workbench.connectors.test_delegated import user_profile
from workbench.asking import SignIns
from workbench.changes import Change, Changes
from workbench.connectors.delegated import DelegatedSignIn
from workbench.jobs import Progress, Report, unheard
from workbench.model.signing import SignInStage
from workbench.model.tenant import TenantProfile


async def _never(address: str) -> None:
    raise AssertionError(address)


def stages(tenant: SimulatedTenant, report: Report) -> list[SignInStage]:
    """Of a sign-in by a code, as everybody is told of it."""
    tenant.set(device_interval=0)
    changes, told = Changes(), list[Change]()
    changes.listen(told.append)
    sign_ins = SignIns(changes)

    async def whole() -> None:
        profile = sign_ins.aware(user_profile(tenant, "device"), report)
        assert isinstance(profile, TenantProfile)
        assert profile.show is not None
        source = DelegatedSignIn(profile, profile.show, _never)
        try:
            assert await source.token()
        finally:
            source.close()
        await sign_ins.open_page(unheard)  # nobody is asked any more: nothing is opened
        await sign_ins.give_up(unheard)

    asyncio.run(whole())
    return [change.sign_in.stage for change in told if change.sign_in is not None]


def test_the_job_that_waits_is_told_alone(simulated_tenant: SimulatedTenant) -> None:
    heard: list[Progress] = []
    everybody = stages(simulated_tenant, heard.append)
    assert everybody == []
    steps = [progress.sign_in for progress in heard]
    assert [step.stage for step in steps if step] == [SignInStage.WAITING, SignInStage.SIGNED_IN]
    assert "enter the code" in heard[0].note


def test_where_no_job_waits_everybody_is_told(simulated_tenant: SimulatedTenant) -> None:
    everybody = stages(simulated_tenant, unheard)
    assert everybody == [SignInStage.WAITING, SignInStage.SIGNED_IN]
