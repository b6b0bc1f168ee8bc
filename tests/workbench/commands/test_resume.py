"""`workbench resume` lets a paused action go on, and the journal says why it waited."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commandline import workbench
from tests.tenant import SimulatedTenant
from tests.workbench.commands.test_remediate import spread, told
from tests.workbench.desks import profile_of
from workbench.commands import acting
from workbench.commands.remediate import _scope
from workbench.commands.resume import resume
from workbench.errors import BadInput
from workbench.jobs import Progress
from workbench.model.remediation import ActionState, ActionView
from workbench.model.tenant import Profile


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


async def _paused(profile: Profile, path: Path, id: str) -> ActionView:
    async with acting.acting(profile, path) as now:
        scope = await _scope(now, id, alike=False)
        pausing: list[asyncio.Task[ActionView]] = []

        def at_once(progress: Progress) -> None:
            if not pausing:
                pausing.append(asyncio.create_task(now.engine.pause(now.engine.running[0])))

        view = await now.engine.quarantine(scope, "phish", len(scope.selected), at_once)
        await pausing[0]
        return view


def test_a_paused_action_goes_on(
    tmp_path: Path, tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    path, id, profile = tmp_path / "case.workspace", spread(tenant), profile_of(tenant.facts)
    view = asyncio.run(_paused(profile, path, id))
    assert view.state is ActionState.PAUSED
    listed = workbench("journal", "--workspace", path)
    assert "paused" in listed.out
    assert "Paused by " in listed.out
    before = tenant.messages(internet_id=id)
    assert resume(profile, path, as_json=True) == acting.COMPLETE
    assert told(capsys)["action"] == view.id
    assert tenant.messages(internet_id=id) != before
    with pytest.raises(BadInput, match="No action waits"):
        resume(profile, path)
    assert resume(profile, path, view.id) == acting.REFUSED
    assert "refused" in capsys.readouterr().err
