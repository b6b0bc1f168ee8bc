"""Looks after an action, on a real tenant: what came late, came back or was passed on waits for
the analyst, and nothing is moved by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.live.clocks import ManualClock
from tests.workbench.simulation.server.tiny import ANNA, BAIT, BEN, CHRIS, DOMAIN
from workbench.changes import Changes
from workbench.connectors.identities import Identities
from workbench.connectors.port import Connector, Query
from workbench.errors import RemediationRefused, StoreError
from workbench.jobs import unheard
from workbench.live.sweeper import TICK, Sweeper
from workbench.model.proposals import Proposal, ProposalState, SweepState, SweepView, sweep_sentence
from workbench.model.remediation import ActionView
from workbench.model.safeguards import UNGUARDED, Safeguards
from workbench.proposing import Proposals
from workbench.remediation import verification, views
from workbench.remediation.clock import SystemClock
from workbench.remediation.engine import RemediationEngine
from workbench.remediation.fence import fenced_scope
from workbench.store import messages, tenants
from workbench.store.workspace import Workspace
from workbench.suggesting import Suggester

Connect = Callable[[], Connector]
PATIENCE = 20  # seconds: far above what any test takes
MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0


@dataclass(slots=True)
class Story:
    """A tenant, an engine and the looks after its actions, with a clock of the test's own."""

    workspace: Workspace
    connector: Connector
    engine: RemediationEngine
    clock: ManualClock
    sweeper: Sweeper
    proposals: Proposals
    changed: asyncio.Event

    async def bait(self) -> int:
        async for page in self.connector.find(Query(internet_id=BAIT)):
            await self.workspace.run(messages.save, page.copies)
        return min(await self.workspace.run(messages.ids_of, self.connector.tenant.id, [BAIT]))

    async def quarantine(self, leave: str = "") -> ActionView:
        """Every copy but those in the mailbox ``leave``."""
        from dataclasses import replace

        scope = await fenced_scope(self.connector, self.workspace, await self.bait(), unheard)
        rows = tuple(
            replace(row, selected=row.selected and not row.mailbox_address.startswith(leave or "-"))
            for row in scope.rows
        )
        done = await self.engine.quarantine(replace(scope, rows=rows), "phish", 0, unheard)
        self.sweeper.start(self.connector, self.engine.author)
        return done

    async def looks(self, action: ActionView) -> tuple[SweepView, ...]:
        return (await self.workspace.run(views.action, action.id)).sweeps

    async def passes(self, seconds: float, *, awake: bool = True) -> None:
        await self.clock.asleep()
        self.changed.clear()
        self.clock.advance(seconds, awake=awake)

    async def until(self, action: ActionView, number: int, state: SweepState) -> SweepView:
        """Waits for a look to stand so."""
        async with asyncio.timeout(PATIENCE):
            while (look := (await self.looks(action))[number - 1]).state is not state:
                await self.changed.wait()
                self.changed.clear()
        return look

    async def waiting(self) -> tuple[Proposal, ...]:
        every = await self.proposals.all(unheard)
        return tuple(one for one in every if one.state is ProposalState.WAITING)


@asynccontextmanager
async def storied(
    workspace: Workspace, connector: Connector, safeguards: Safeguards = UNGUARDED
) -> AsyncIterator[Story]:
    await connector.connect()
    await workspace.run(tenants.save, connector.tenant)
    async for boxes in connector.mailboxes():
        await workspace.run(tenants.save_mailboxes, connector.tenant.id, boxes)
    changes, clock, changed = Changes(), ManualClock(), asyncio.Event()
    changes.listen(lambda change: changed.set() if change.proposals else None)
    identities = Identities(connector, safeguards=safeguards)
    engine = RemediationEngine(
        workspace, connector, SystemClock(), "ann@desk.example", changes, identities
    )
    sweeper = Sweeper(workspace, changes, clock)
    story = Story(
        workspace, connector, engine, clock, sweeper,
        Proposals(workspace, changes, Suggester(workspace, changes, "ann@desk.example")), changed,
    )  # fmt: skip
    try:
        yield story
    finally:
        await sweeper.stop()
        await engine.stop()
        await connector.close()


def moves(tenant: SimulatedTenant, provider: str) -> int:
    """Changes of place that we brought about."""
    effects = tenant.control("google-effects" if provider == "google" else "effects")["effects"]
    return len([one for one in effects if one["kind"] in {"move", "relabel"}])


def logged(tenant: SimulatedTenant) -> int:
    """How often Gmail's log was asked what people did."""
    rows = tenant.control("google-requests")["requests"]
    return len([row for row in rows if "/applications/gmail?" in row["target"]])


def test_what_comes_late_is_proposed_and_not_touched(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant, provider: str
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            action = await told.quarantine()
            assert [look.state for look in action.sweeps] == [SweepState.WAITING] * 3
            asked = logged(tenant)
            assert (asked > 0) == (provider == "google")
            await told.passes(16 * MINUTE)
            first = await told.until(action, 1, SweepState.NOTHING)
            assert "nothing new" in sweep_sentence(first, str)
            assert await told.waiting() == ()
            tenant.control("deliver", kind="late", mailbox=BEN, like=BAIT)
            before = moves(tenant, provider)
            await told.passes(HOUR)
            second = await told.until(action, 2, SweepState.FOUND)
            assert second.found == 1
            (proposal,) = await told.waiting()
            assert (proposal.id, proposal.action) == (second.proposal, action.id)
            scope = await told.proposals.scope(proposal.id, unheard)
            assert [row.mailbox_address for row in scope.selected] == [f"ben@{DOMAIN}"]
            assert scope.rows[0].note.startswith("arrived since")
            assert moves(tenant, provider) == before
            assert logged(tenant) == asked
            after = await told.engine.quarantine(scope, proposal.reason, 0, unheard)
            await told.proposals.acted(proposal.id, after.id, unheard)
            assert await told.waiting() == ()
            assert [one.became for one in await told.proposals.all(unheard)] == [after.id]
            assert (await told.workspace.run(verification.verify, ())).first_bad == 0

    asyncio.run(story())


def test_what_its_user_moved_back_is_proposed(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant, provider: str
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            action = await told.quarantine()
            if provider == "google":
                box = f"anna@{DOMAIN}"
                held = tenant.control("google-messages", mailbox=box, internet_id=BAIT)
                key = held["messages"][0]["id"]
                tenant.control(
                    "google-user", mailbox=box, message=key, add=["INBOX"], remove=["TRASH"]
                )
            else:
                tenant.user("move", mailbox=ANNA, message=BAIT, folder="inbox")
            await told.passes(16 * MINUTE)
            look = await told.until(action, 1, SweepState.FOUND)
            scope = await told.proposals.scope(look.proposal, unheard)
            assert [r.mailbox_address for r in scope.selected] == [f"anna@{DOMAIN}"]
            assert scope.rows[0].note.startswith("moved back since")
            await told.proposals.dismiss(look.proposal, unheard)
            await told.passes(HOUR)
            await told.until(action, 2, SweepState.NOTHING)  # seen, and left by the analyst

    asyncio.run(story())


@pytest.mark.parametrize("provider", ["graph"], indirect=True)
def test_what_was_passed_on_since_is_shown_and_not_chosen(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            action = await told.quarantine()
            tenant.control(
                "deliver", kind="internal", mailbox=ANNA, to=BEN, subject="FW: Letter 0", like=BAIT
            )
            await told.passes(16 * MINUTE)
            look = await told.until(action, 1, SweepState.FOUND)
            scope = await told.proposals.scope(look.proposal, unheard)
            assert f"ben@{DOMAIN}" in {row.mailbox_address for row in scope.rows}
            assert scope.selected == ()
            assert all("not there when the action began" in row.note for row in scope.rows)

    asyncio.run(story())


def test_a_computer_that_slept_looks_once(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            action = await told.quarantine()
            await told.passes(3 * DAY, awake=False)
            await told.passes(TICK)
            await told.until(action, 3, SweepState.NOTHING)
            states = [look.state for look in await told.looks(action)]
            assert states == [SweepState.COVERED, SweepState.COVERED, SweepState.NOTHING]

    asyncio.run(story())


def test_looks_survive_the_end_of_the_program(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def first() -> ActionView:
        async with storied(case_workspace, connect()) as told:
            return await told.quarantine()

    async def second(action: ActionView) -> None:
        async with storied(case_workspace, connect()) as told:
            told.clock.advance(20 * MINUTE)
            told.sweeper.start(told.connector, told.engine.author)
            await told.until(action, 1, SweepState.NOTHING)

    action = asyncio.run(first())
    asyncio.run(second(action))


def test_copies_left_out_by_the_analyst_are_no_news(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            action = await told.quarantine(leave="ben")
            await told.passes(16 * MINUTE)
            await told.until(action, 1, SweepState.NOTHING)

    asyncio.run(story())


@pytest.mark.parametrize("provider", ["graph"], indirect=True)
def test_who_does_not_answer_is_named(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            action = await told.quarantine()
            tenant.set(denied=[CHRIS])
            await told.passes(16 * MINUTE)
            look = await told.until(action, 1, SweepState.PARTIAL)
            assert [address for address, _ in look.unreached] == [f"info@{DOMAIN}"]
            assert f"not looked: mailbox info@{DOMAIN} did not answer" in sweep_sentence(look, str)

    asyncio.run(story())


@pytest.mark.parametrize("provider", ["graph"], indirect=True)
def test_a_tenant_that_is_down_is_asked_again(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            action = await told.quarantine()
            tenant.faults({"fault": "status", "status": 503, "path": "users", "times": 100})
            await told.passes(16 * MINUTE)
            async with asyncio.timeout(PATIENCE):
                await told.changed.wait()
            look = (await told.looks(action))[0]
            assert look.state is SweepState.WAITING
            assert "not looked yet" in sweep_sentence(look, str)
            tenant.faults()
            await told.passes(10 * MINUTE)
            await told.until(action, 1, SweepState.NOTHING)

    asyncio.run(story())


@pytest.mark.parametrize("provider", ["graph"], indirect=True)
def test_looks_end_with_an_undo_or_the_analysts_word(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            action = await told.quarantine()
            await told.engine.undo(action.id, unheard)
            gone = await told.looks(action)
            assert {look.state for look in gone} == {SweepState.CANCELLED}
            assert "taken back" in gone[0].note
            with pytest.raises(RemediationRefused, match="No look"):
                await told.proposals.stop_looking(action.id, unheard)
            another = await told.quarantine()
            await told.proposals.stop_looking(another.id, unheard)
            notes = [look.note for look in await told.looks(another)]
            assert notes == ["stopped by ann@desk.example"] * 3

    asyncio.run(story())


@pytest.mark.parametrize("provider", ["graph"], indirect=True)
def test_who_can_only_read_the_workspace_does_not_look(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with storied(case_workspace, connect()) as told:
            action = await told.quarantine()
            await told.sweeper.stop()
            second = Workspace.open(case_workspace.path)
            try:
                other = Sweeper(second, Changes(), told.clock)
                told.clock.advance(DAY)
                other.start(told.connector, told.engine.author)
                await other.stop()
                suggester = Suggester(second, Changes(), "bob@desk.example")
                reading = Proposals(second, Changes(), suggester)
                with pytest.raises(StoreError, match="only be read"):
                    await reading.stop_looking(action.id, unheard)
            finally:
                second.close()
            assert {look.state for look in await told.looks(action)} == {SweepState.WAITING}

    asyncio.run(story())
