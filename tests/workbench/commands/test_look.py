"""`workbench look` repeats the searches that are due, and changes no mailbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commandline import workbench
from tests.tenant import SimulatedTenant
from tests.workbench.commands.test_remediate import order, spread, told
from tests.workbench.desks import profile_of
from tests.workbench.live.clocks import ManualClock
from workbench.commands import acting, look, remediate
from workbench.commands.remediate import Order
from workbench.errors import BadInput, ConnectorError
from workbench.model.tenant import TenantProfile
from workbench.remediation.choices import read_choice
from workbench.store.workspace import Workspace

MINUTE, DAY = 60.0, 86_400.0


@pytest.fixture
def tenant(simulated_tenant: SimulatedTenant) -> Iterator[SimulatedTenant]:
    simulated_tenant.reset()
    yield simulated_tenant
    simulated_tenant.reset()


@pytest.fixture
def acted(tmp_path: Path, tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]) -> Path:
    """A workspace with one quarantine; when it was does not matter to a clock set forward."""
    path, id, profile = tmp_path / "case.workspace", spread(tenant), profile_of(tenant.facts)
    remediate.remediate(profile, path, order(id), as_json=True)
    count = told(capsys)["selected"]
    remediate.remediate(profile, path, order(id, count=count), as_json=True)
    capsys.readouterr()
    return path


def _later(seconds: float) -> ManualClock:
    clock = ManualClock()
    clock.advance(seconds)
    return clock


def test_nothing_is_due_yet(
    acted: Path, tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    assert look.look(profile_of(tenant.facts), acted) == look.NOTHING
    assert "No look is due; the next one is due at " in capsys.readouterr().out


def test_what_came_late_is_found_and_left_where_it_is(
    acted: Path, tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    profile, id = profile_of(tenant.facts), spread(tenant)
    assert look.look(profile, acted, as_json=True, clock=_later(16 * MINUTE)) == look.NOTHING
    assert told(capsys)["state"] == "nothing new"
    mailbox = sorted(row["mailbox"] for row in tenant.messages(internet_id=id))[0]
    tenant.control("deliver", kind="late", mailbox=mailbox, like=id)
    before = tenant.messages()
    assert look.look(profile, acted, clock=_later(2 * DAY)) == look.FOUND
    said = capsys.readouterr().out
    assert "one copy to decide about, proposed" in said
    assert tenant.messages() == before
    (id,) = re.findall(r"workbench remediate --proposal (\S+)", said)
    waiting = workbench("journal", "--proposals", "--json", "--workspace", acted).lines
    assert [(row["id"], row["copies"], row["state"]) for row in waiting] == [
        (id, 1, "waits for you")
    ]
    assert id in workbench("journal", "--proposals", "--workspace", acted).out
    asked = Order("", read_choice("quarantine"), "late", 1, proposal=id)
    assert remediate.remediate(profile, acted, asked, as_json=True) == acting.COMPLETE
    assert told(capsys)["counts"] == {"done": 1}
    assert remediate.remediate(profile, acted, asked, as_json=True) == acting.REFUSED
    assert "acted on" in capsys.readouterr().err
    assert "No proposal waits" in workbench("journal", "--proposals", "--workspace", acted).out
    assert look.look(profile, acted, clock=_later(3 * DAY)) == look.NOTHING  # of the new action
    capsys.readouterr()
    assert look.look(profile, acted, clock=_later(3 * DAY)) == look.NOTHING
    assert capsys.readouterr().out == "No look is due\n"
    assert workbench("audit", "verify", "--workspace", acted).code == 0


def test_a_tenant_that_is_down_keeps_it_due(
    acted: Path, tenant: SimulatedTenant, capsys: pytest.CaptureFixture[str]
) -> None:
    profile: TenantProfile = profile_of(tenant.facts)
    tenant.control("faults", rules=[{"fault": "status", "status": 403, "path": "users"}])
    with pytest.raises(ConnectorError):
        look.look(profile, acted, clock=_later(16 * MINUTE))
    tenant.control("faults", rules=[])
    assert look.look(profile, acted, as_json=True, clock=_later(16 * MINUTE)) == look.NOTHING
    assert told(capsys)["number"] == 1


def test_a_workspace_that_is_open_elsewhere_is_left_alone(
    acted: Path, tenant: SimulatedTenant
) -> None:
    held = Workspace.open(acted)
    try:
        with pytest.raises(BadInput, match="open"):
            look.look(profile_of(tenant.facts), acted)
    finally:
        held.close()
