"""Armed policies on a real tenant: they act within what they name, and leave the rest, with why."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.live.test_sweeper import Story, storied
from tests.workbench.simulation.server.tiny import BAIT, DOMAIN
from workbench.cli import main
from workbench.connectors.port import Connector
from workbench.errors import BadInput
from workbench.jobs import unheard
from workbench.live.armed import ArmedPolicies
from workbench.live.freezer import freeze_matched
from workbench.model.policies import Policy
from workbench.model.proposals import Proposal, ProposalState
from workbench.model.remediation import ActionState, Choice
from workbench.model.safeguards import Safeguards
from workbench.remediation import policies, verification
from workbench.store import tenants
from workbench.store.workspace import Workspace

Connect = Callable[[], Connector]
NOW = datetime.now(UTC)


def policy(tenant: str, **changes: object) -> Policy:
    made = Policy(
        "night", tenant, ("indicator:sender",), 0, Choice(), (), 10, 20,
        NOW + timedelta(days=3), NOW, "ann@desk.example",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]  # names checked by replace


async def proposed(told: Story) -> Proposal:
    """The bait of a sender that is listed as bad, frozen."""
    await told.bait()
    await told.proposals.switch(True, unheard)
    await told.proposals.add_indicator("eve@lure.example", "", unheard)
    await freeze_matched(told.connector, told.workspace, told.engine.author)
    (one,) = await told.waiting()
    return one


async def acts(told: Story, *armed: Policy) -> Proposal:
    """What became of the proposal."""
    await proposed(told)
    for one in armed:
        await told.workspace.run(policies.arm, told.engine.author, one)
    await ArmedPolicies(told.workspace, told.engine, told.connector.tenant.id).run()
    (left,) = await told.proposals.all(unheard)
    return left


def test_a_policy_acts_alone_in_its_own_name_and_can_be_taken_back(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            done = await acts(told, policy(told.connector.tenant.id))
            assert done.state is ProposalState.ACTED
            action = await told.engine.action(done.became)
            assert action.state is ActionState.COMPLETED
            assert action.actor == "policy night (armed by ann@desk.example)"
            assert action.reason.startswith("Policy night: sender eve@lure.example")
            assert sum(count for _, count in action.counts) == 3
            again = ArmedPolicies(told.workspace, told.engine, told.connector.tenant.id)
            assert not await again.run()
            undone = await told.engine.undo(done.became, unheard)
            assert undone.state is ActionState.COMPLETED
            assert (await told.workspace.run(verification.verify, ())).first_bad == 0

    asyncio.run(story())


@pytest.mark.parametrize("provider", ["graph"], indirect=True)
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"origins": ("indicator:sha256", "rule", "late")}, ""),
        ({"minimum": 70}, "score 0, below its 70"),
        ({"per_run": 2}, "3 copies are more than its 2"),
        ({"fence": ("nobody@aldermere.example",)}, "no copy that is the message itself"),
    ],
)
def test_what_a_policy_does_not_allow_waits_with_the_reason(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant,
    changes: dict[str, object], why: str,
) -> None:  # fmt: skip
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            left = await acts(told, policy(told.connector.tenant.id, **changes))
            assert left.state is ProposalState.WAITING
            assert why in left.note
            assert await told.engine.actions() == ()

    asyncio.run(story())


@pytest.mark.parametrize("provider", ["graph"], indirect=True)
def test_copies_outside_of_its_fence_go_on_waiting(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            fence = (f"Anna@{DOMAIN}",)
            left = await acts(told, policy(told.connector.tenant.id, fence=fence))
            assert left.state is ProposalState.WAITING
            assert "2 copies lie outside of its fence" in left.note
            (action,) = await told.engine.actions()
            (item,) = await told.engine.items(action.id)
            assert item.mailbox_address == f"anna@{DOMAIN}"
            again = ArmedPolicies(told.workspace, told.engine, told.connector.tenant.id)
            assert not await again.run()

    asyncio.run(story())


@pytest.mark.parametrize("provider", ["graph"], indirect=True)
def test_what_the_guard_refuses_waits(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            for _ in range(24):
                tenant.control("deliver", kind="late", mailbox=f"ben@{DOMAIN}", like=BAIT)
            wide = policy(told.connector.tenant.id, per_run=500, per_day=500)
            left = await acts(told, wide)
            assert left.copies == 27
            assert left.state is ProposalState.WAITING
            assert left.note.startswith("Policy night could not:")
            assert [e for e in tenant.effects() if e["kind"] == "move"] == []

    asyncio.run(story())


@pytest.mark.parametrize("provider", ["graph"], indirect=True)
def test_what_a_second_person_must_approve_is_not_called_done(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        spared = Safeguards(protected=(f"ben@{DOMAIN}",))
        async with storied(case_workspace, connect(), spared) as told:
            left = await acts(told, policy(told.connector.tenant.id))
            assert left.state is ProposalState.WAITING
            assert "a second person must approve" in left.note
            (action,) = await told.engine.actions()
            assert action.state is ActionState.AWAITING_APPROVAL
            assert [e for e in tenant.effects() if e["kind"] == "move"] == []

    asyncio.run(story())


@pytest.mark.parametrize("provider", ["graph"], indirect=True)
def test_the_ceiling_of_a_day_and_disarming_hold_at_the_last_moment(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            run, author = told.workspace.run, told.engine.author
            night = policy(told.connector.tenant.id, per_run=10, per_day=12)
            await run(policies.arm, author, night)
            assert await run(policies.begin, author, night, "p1", 10)
            assert not await run(policies.begin, author, night, "p2", 3)
            assert await run(policies.begin, author, night, "p3", 2)
            assert await run(policies.disarm, author) == 1
            assert not await run(policies.begin, author, night, "p4", 0)
            assert await told.proposals.policies(unheard) == ()
            with pytest.raises(BadInput, match="already"):
                await run(policies.arm, author, night)

    asyncio.run(story())


@pytest.mark.parametrize("provider", ["graph"], indirect=True)
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"expires": NOW + timedelta(days=120)}, "90 days"),
        ({"expires": NOW - timedelta(days=1)}, "90 days"),
        ({"per_run": 0}, "Ceilings"),
        ({"per_run": 30}, "Ceilings"),
        ({"minimum": 101}, "score"),
        ({"origins": ("everything",)}, "for some of"),
        ({"name": "night\x1b[2J"}, "name"),
    ],
)
def test_a_policy_without_bounds_is_refused(
    case_workspace: Workspace, connect: Connect, changes: dict[str, object], why: str
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            wanted = policy(told.connector.tenant.id, **changes)
            with pytest.raises(BadInput, match=why):
                await told.workspace.run(policies.arm, told.engine.author, wanted)

    asyncio.run(story())


@pytest.mark.parametrize("provider", ["graph"], indirect=True)
def test_policies_from_the_command_line(
    case: Path, connect: Connect, capsys: pytest.CaptureFixture[str]
) -> None:
    async def known() -> None:
        workspace, connector = Workspace.open(case), connect()
        try:
            await workspace.run(tenants.save, await connector.connect())
        finally:
            await connector.close()
            workspace.close()

    asyncio.run(known())
    day = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"
    add = ("add", "night", "--on", "indicator:sha256", "--expires", day)
    assert said(capsys, case, *add)[0] == 0
    code, out, _ = said(capsys, case, "list", "--json")
    listed = json.loads(out)
    assert (code, listed["armed"]) == (0, True)
    assert (listed["minimum_score"], listed["per_run"]) == (70, 10)
    assert said(capsys, case, "disarm", "night")[0] == 0
    assert said(capsys, case, "disarm", "night")[0] == 1
    code, _, problem = said(capsys, case, "add", "x", "--on", "late", "--expires", "soon")
    assert (code, "no day" in problem) == (2, True)


def said(capsys: pytest.CaptureFixture[str], case: Path, *words: str) -> tuple[int, str, str]:
    """Exit code and what was printed."""
    code = main(["policy", *words, "--workspace", str(case)], lambda settings: 0)
    told = capsys.readouterr()
    return code, told.out, told.err
