"""The desk with all its real parts, as the window uses it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests.samples.letters import letter
from tests.tenant import SimulatedTenant
from tests.workbench.desks import ACTOR, open_desk, profile_of, reader_of, rows, until
from workbench.desk import Desk
from workbench.errors import RemediationRefused, SignInNeeded, StoreError, Unreachable, Untrusted
from workbench.isolation.client import AnalysisHost
from workbench.jobs import Progress, unheard
from workbench.model.remediation import ActionState, ItemState
from workbench.model.rows import AnalysisState, View
from workbench.model.verdict import Disposition

Story = Callable[[Desk], Coroutine[Any, Any, None]]


@pytest.fixture
def tell(case: Path, analysis_host: AnalysisHost) -> Callable[[Story], None]:
    """Runs a story at a desk of its own."""

    def run(story: Story) -> None:
        async def told() -> None:
            async with open_desk(case, analysis_host) as desk:
                await story(desk)

        asyncio.run(told())

    return run


Tell = Callable[[Story], None]


def _phish(tenant: SimulatedTenant) -> str:
    """The Message-ID of the campaign with the most copies."""
    copies = Counter(m.internet_id for m in _letters(tenant, "credential-link"))
    return str(copies.most_common(1)[0][0])


def _letters(tenant: SimulatedTenant, campaign: str) -> list[Any]:
    keys = tenant.world.truth[campaign]
    return [m for m in tenant.world.messages if m.key in keys]


def _id(case: Path, tenant: SimulatedTenant) -> int:
    """The phish in the list."""
    wanted = next(m for m in tenant.world.messages if m.internet_id == _phish(tenant))
    return next(
        r.id for r in rows(case) if (r.subject, r.sender_address) == (wanted.subject, wanted.sender)
    )


def test_connecting_brings_mail_and_analyses_what_was_reported(
    tell: Tell, case: Path, simulated_tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        steps: list[Progress] = []
        tenant = await desk.connect(profile_of(simulated_tenant.facts), steps.append)
        assert tenant.id == simulated_tenant.facts["tenant"]
        assert desk.tenant == tenant
        assert {"signing in"} < {step.note for step in steps}
        reported = rows(case, View.REPORTED)
        assert reported
        await until(desk.changes, lambda: all(_is_analysed(r) for r in rows(case, View.REPORTED)))

    tell(story)


def _is_analysed(row: Any) -> bool:
    return row.analysis is AnalysisState.DONE


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"secret": "wrong"}, SignInNeeded),
        ({"certificate_authority": ""}, Untrusted),
        ({"graph": "https://127.0.0.1:1"}, Unreachable),
        ({"tenant": "00000000-0000-0000-0000-000000000000"}, Untrusted),
    ],
)
def test_a_tenant_that_cannot_be_entered_leaves_the_desk_as_it_was(
    tell: Tell,
    simulated_tenant: SimulatedTenant,
    changes: dict[str, str],
    error: type[Exception],
    tmp_path: Path,
) -> None:
    async def story(desk: Desk) -> None:
        with pytest.raises(error):
            await desk.connect(profile_of(simulated_tenant.facts, **changes), unheard)
        assert desk.tenant is None
        (tmp_path / "a.eml").write_bytes(letter())
        assert len((await desk.open_files([tmp_path / "a.eml"], unheard)).ids) == 1

    tell(story)


def test_what_needs_a_tenant_says_so(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        with pytest.raises(StoreError, match="No tenant"):
            await desk.refresh(unheard)
        with pytest.raises(StoreError, match="connected"):
            await desk.scope(1, unheard)
        with pytest.raises(StoreError, match="connected"):
            await desk.undo("x", unheard)
        assert await desk.actions(unheard) == ()

    tell(story)


def test_copies_are_quarantined_and_brought_back(
    tell: Tell, case: Path, simulated_tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(profile_of(simulated_tenant.facts), unheard)
        id = _id(case, simulated_tenant)
        before = simulated_tenant.messages(internet_id=_phish(simulated_tenant))
        scope = await desk.scope(id, unheard)
        action = await desk.quarantine(scope, "phish", len(scope.selected), unheard)
        assert action.state is ActionState.COMPLETED
        assert action.actor == ACTOR
        assert dict(action.counts) == {ItemState.DONE: len(scope.selected)}
        items = await desk.items(action.id, unheard)
        assert {item.ref.key for item in items} == {row.ref.key for row in scope.selected}
        undone = await desk.undo(action.id, unheard)
        assert undone.state is ActionState.COMPLETED
        after = simulated_tenant.messages(internet_id=_phish(simulated_tenant))
        assert _places(after) == _places(before)
        assert [a.id for a in await desk.actions(unheard)] == [undone.id, action.id]

    tell(story)


def _places(messages: list[dict[str, Any]]) -> set[tuple[str, str, bool]]:
    return {(m["id"], m["folder"], m["is_read"]) for m in messages}


def test_an_analysts_word_closes_the_message(
    tell: Tell, case: Path, simulated_tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(profile_of(simulated_tenant.facts), unheard)
        first, second, *_ = rows(case, View.REPORTED)
        await desk.decide([first.id, second.id], Disposition.PHISH, unheard)
        left = {row.id for row in rows(case, View.REPORTED)}
        assert not left & {first.id, second.id}
        decided = [row for row in rows(case) if row.id in {first.id, second.id}]
        assert {row.disposition for row in decided} == {Disposition.PHISH}

    tell(story)


def test_a_second_window_reads_what_the_first_one_writes(
    tell: Tell, case: Path, simulated_tenant: SimulatedTenant, analysis_host: AnalysisHost
) -> None:
    async def story(first: Desk) -> None:
        await first.connect(profile_of(simulated_tenant.facts), unheard)
        id = _id(case, simulated_tenant)
        async with open_desk(case, analysis_host) as second:
            assert "another window" in second.read_only
            assert (await second.open(id, unheard)).problem
            with pytest.raises(StoreError, match="another window"):
                await second.decide([id], Disposition.PHISH, unheard)

    tell(story)


def test_who_may_only_read_connects_and_cannot_move(
    tell: Tell, case: Path, simulated_tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(reader_of(simulated_tenant), unheard)
        scope = await desk.scope(_id(case, simulated_tenant), unheard)
        with pytest.raises(RemediationRefused, match="not granted"):
            await desk.quarantine(scope, "phish", len(scope.selected), unheard)
        assert [e for e in simulated_tenant.effects() if e["kind"] == "move"] == []

    tell(story)


def test_an_action_left_half_done_is_gone_on_with_at_the_next_connection(
    case: Path, simulated_tenant: SimulatedTenant, analysis_host: AnalysisHost
) -> None:
    """The first desk stops in the middle; who may only read passes it by; the third ends it."""

    async def stop_in_the_middle() -> str:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(profile_of(simulated_tenant.facts), unheard)
            scope = await desk.scope(_id(case, simulated_tenant), unheard)
            simulated_tenant.faults({"fault": "slow", "seconds": 0.2, "path": "batch"})
            job = asyncio.ensure_future(
                desk.quarantine(scope, "phish", len(scope.selected), unheard)
            )
            while not (actions := await desk.actions(unheard)):
                await asyncio.sleep(0)
            desk.prepare_to_close()
            job.cancel()
            await asyncio.wait([job])
            return actions[0].id

    async def state(reader: bool) -> ActionState:
        profile = reader_of(simulated_tenant) if reader else profile_of(simulated_tenant.facts)
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(profile, unheard)
            return (await desk.actions(unheard))[0].state

    id = asyncio.run(stop_in_the_middle())
    simulated_tenant.faults()
    before = asyncio.run(state(reader=True))
    after = asyncio.run(state(reader=False))
    assert id
    assert before is ActionState.RUNNING
    assert after is ActionState.COMPLETED


def test_an_action_cancelled_before_its_first_request_is_cancelled(
    tell: Tell, case: Path, simulated_tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(profile_of(simulated_tenant.facts), unheard)
        scope = await desk.scope(_id(case, simulated_tenant), unheard)
        simulated_tenant.faults({"fault": "slow", "seconds": 0.2, "path": "batch"})
        job = asyncio.ensure_future(desk.quarantine(scope, "phish", len(scope.selected), unheard))
        while not await desk.actions(unheard):
            await asyncio.sleep(0)
        job.cancel()
        action = await job
        assert action.state is ActionState.CANCELLED
        moves = [e["message"] for e in simulated_tenant.effects() if e["kind"] == "move"]
        items = await desk.items(action.id, unheard)
        assert sorted(item.ref.key for item in items if item.moved) == sorted(moves)

    tell(story)


def test_another_tenant_takes_the_place_of_the_first(
    tell: Tell, simulated_tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        profile = profile_of(simulated_tenant.facts)
        await desk.connect(profile, unheard)
        with pytest.raises(SignInNeeded):
            await desk.connect(profile_of(simulated_tenant.facts, secret="x"), unheard)
        assert desk.tenant is None
        assert await desk.connect(profile, unheard)

    tell(story)


def test_mailboxes_outside_our_reach_are_named(
    tell: Tell, simulated_tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        person = simulated_tenant.world.people[3]
        simulated_tenant.set(denied=[person.key])
        await desk.connect(profile_of(simulated_tenant.facts), unheard)
        assert [address for address, _ in desk.unreached] == [person.address]

    tell(story)
