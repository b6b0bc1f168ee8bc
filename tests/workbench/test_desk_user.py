"""The desk of who signed in as a user: the own mailbox, those shared with them, and asked before
the first change."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.tenant import SimulatedTenant
from tests.workbench.connectors.graph.test_reach import INFO, OTHER, OWN, shared_profile
from tests.workbench.connectors.test_delegated import user_profile
from tests.workbench.desks import open_desk, rows, until
from tests.workbench.simulation.server.tiny import BAIT, BEN
from workbench.desk import Desk
from workbench.isolation.client import AnalysisHost
from workbench.jobs import Progress, unheard
from workbench.model.mail import Told
from workbench.model.natures import MailboxKind
from workbench.model.remediation import ActionState
from workbench.model.rows import View
from workbench.model.safeguards import Safeguards
from workbench.model.signing import SignInStage, SignInStep
from workbench.model.tenant import TenantProfile
from workbench.remediation.reasons import PROTECTED

LATE = "Late for the desk"


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


def test_what_an_expired_code_says_is_why_the_action_waits(
    case: Path, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant
) -> None:
    """The window tells by it which action another sign-in lets go on."""
    simulated_tenant.set(device_interval=0)

    async def story() -> None:
        told: list[SignInStep] = []

        def hear(step: Progress) -> None:
            told.extend([step.sign_in] if step.sign_in is not None else [])

        async with open_desk(case, analysis_host) as desk:
            await desk.connect(user_profile(simulated_tenant, "device"), unheard)
            scope = await desk.scope(rows(case)[0].id, unheard)
            simulated_tenant.set(user_answer="expired")
            action = await desk.quarantine(scope, "phish", 1, hear)
            assert action.state is ActionState.PAUSED
            (ended,) = (step for step in told if step.stage is SignInStage.EXPIRED)
            assert ended.problem in action.note
            simulated_tenant.set(user_answer="agreed")
            done = await desk.proceed(action.id, "", hear)
            assert done.state is ActionState.COMPLETED
            assert told[-1].stage is SignInStage.SIGNED_IN

    asyncio.run(story())


def test_shared_mailboxes_are_protected_as_such(
    case: Path, analysis_host: AnalysisHost, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            spared = Safeguards(protected=("kind:shared",))
            await desk.connect(analyst(tenant, INFO, safeguards=spared), unheard)
            scope = await desk.scope(await bait_of(desk, case), unheard)
            marks = {row.mailbox_address: PROTECTED in row.mailbox_marks for row in scope.rows}
            assert marks == {OWN: False, INFO: True}

    asyncio.run(story())


def analyst(tenant: SimulatedTenant, *named: str, **changes: object) -> TenantProfile:
    """Who signs in by a code, which is typed at once."""
    tenant.set(device_interval=0)
    return shared_profile(tenant, *named, sign_in="device", **changes)


async def bait_of(desk: Desk, case: Path) -> int:
    (row,) = [r for r in rows(case) if r.subject == "Letter 0"]
    return row.id


def test_reports_come_from_a_report_mailbox_that_is_shared(
    case: Path, analysis_host: AnalysisHost, tenant: SimulatedTenant
) -> None:
    tenant.user("wrap", mailbox=BEN, message=BAIT, to=INFO, how="item", words="Odd.")

    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(analyst(tenant, INFO, report_mailboxes=(INFO,)), unheard)
            reported = rows(case, View.REPORTED)
            told = [one for r in reported for one in (await desk.open(r.id, unheard)).reports]
            assert {(r.told, r.reporter, r.words, r.internet_id) for r in told} == {
                (Told.MAILBOX, OTHER, "Odd.", BAIT)
            }
            assert desk.unreached == ()

    asyncio.run(story())


def test_a_report_mailbox_that_is_not_named_as_shared_is_not_silently_empty(
    case: Path, analysis_host: AnalysisHost, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(analyst(tenant, report_mailboxes=(INFO,)), unheard)
            ((address, why),) = desk.health.unread
            assert address == INFO
            assert "does not name it among the shared mailboxes" in why

    asyncio.run(story())


def test_a_copy_in_a_shared_mailbox_is_moved_and_put_back(
    case: Path, analysis_host: AnalysisHost, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(analyst(tenant, INFO), unheard)
            scope = await desk.scope(await bait_of(desk, case), unheard)
            marks = {row.mailbox_address: row.mailbox_marks for row in scope.rows}
            assert marks == {OWN: (), INFO: ("shared mailbox",)}
            action = await desk.quarantine(scope, "phish", len(scope.selected), unheard)
            assert action.state is ActionState.COMPLETED
            assert desk.rights >= {"Mail.ReadWrite", "Mail.ReadWrite.Shared"}
            assert places(tenant) == {OWN: "", INFO: "", OTHER: "inbox"}
            undone = await desk.undo(action.id, unheard)
            assert undone.state is ActionState.COMPLETED
            assert places(tenant) == {OWN: "inbox", INFO: "inbox", OTHER: "inbox"}

    asyncio.run(story())


def places(tenant: SimulatedTenant) -> dict[str, str]:
    """The well-known folder, "" for our own, of each copy by its mailbox."""
    return {row["address"]: row["known"] for row in tenant.messages(internet_id=BAIT)}


def test_a_shared_report_mailbox_keeps_its_evidence(
    case: Path, analysis_host: AnalysisHost, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(analyst(tenant, INFO, report_mailboxes=(INFO,)), unheard)
            scope = await desk.scope(await bait_of(desk, case), unheard)
            assert [row.mailbox_address for row in scope.rows] == [OWN]
            assert scope.excluded == (INFO,)

    asyncio.run(story())


def test_a_mailbox_that_refused_is_named_wherever_copies_are_looked_for(
    case: Path, analysis_host: AnalysisHost, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(analyst(tenant, OTHER, INFO), unheard)
            (unread,) = desk.health.unread
            assert unread[0] == OTHER
            assert "not shared with who signed in" in unread[1]
            scope = await desk.scope(await bait_of(desk, case), unheard)
            assert any(OTHER in gap for gap in scope.gaps)
            kinds = {one.address: one.kind for one in desk.health.natures}
            assert kinds[OTHER] is MailboxKind.REFUSED
            tenant.set(shared=[OTHER])
            await desk.refresh(unheard)
            assert desk.health.unread == ()
            scope = await desk.scope(await bait_of(desk, case), unheard)
            assert OTHER in {row.mailbox_address for row in scope.rows}
            assert not any(OTHER in gap for gap in scope.gaps)

    asyncio.run(story())


def test_new_mail_in_a_shared_mailbox_is_watched_for(
    case: Path, analysis_host: AnalysisHost, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(analyst(tenant, INFO), unheard)
            await desk.watch(True, unheard)
            tenant.control("deliver", kind="incoming", mailbox=INFO, subject=LATE)
            await until(desk.changes, lambda: LATE in {r.subject for r in rows(case)})

    asyncio.run(story())
