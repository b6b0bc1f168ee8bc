"""Everything comes in once, whatever comes between."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import profile_of
from tests.workbench.live.clocks import ManualClock
from tests.workbench.live.conftest import no_wait
from tests.workbench.live.watch import run, watching
from tests.workbench.simulation.server.tiny import ANNA, BAIT, BEN, DOMAIN
from workbench.connectors.folder import FolderConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Connector
from workbench.live.watcher import RELEARN
from workbench.model.live import Watch
from workbench.store.workspace import Workspace

Connect = Callable[[], Connector]
MAILBOXES = {"graph": (ANNA, BEN), "google": (f"anna@{DOMAIN}", f"ben@{DOMAIN}")}


def deliver(tenant: SimulatedTenant, kind: str, **members: object) -> str:
    return str(tenant.control("deliver", kind=kind, **members)["internet_ids"][0])


def delete(tenant: SimulatedTenant, provider: str) -> None:
    """Anna's bait is deleted for good."""
    if provider == "google":
        box = f"anna@{DOMAIN}"
        rows = tenant.control("google-messages", mailbox=box, internet_id=BAIT)["messages"]
        tenant.control("google-user", mailbox=box, message=rows[0]["id"], delete=True)
        return
    (row,) = tenant.messages(mailbox=ANNA, internet_id=BAIT)
    for _ in range(3):
        tenant.user("delete", mailbox=ANNA, message=row["id"])


def test_what_was_there_and_what_arrives_comes_in_once(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant, provider: str
) -> None:
    anna, ben = MAILBOXES[provider]

    async def story() -> None:
        async with watching(case_workspace, connect()) as watch:
            state = await watch.quiet()
            assert (state.mailboxes, state.behind, state.failed) == (3, 0, ())
            assert len(await watch.copies()) == len(tenant.world.messages) == 36
            sent = deliver(tenant, "outgoing", mailbox=ANNA)
            came = deliver(tenant, "incoming", mailbox=ANNA)
            inside = deliver(tenant, "internal", mailbox=BEN, to=ANNA)
            await watch.goes_on(31)
            wanted = {(anna, sent), (anna, came), (anna, inside), (ben, inside)}
            kept = await watch.copies()
            assert wanted <= set(kept)
            assert len(kept) == len(set(kept)) == 40
            delete(tenant, provider)
            await watch.goes_on(60)
            assert (anna, BAIT) not in await watch.copies()
            assert await watch.copies(gone=True) == [(anna, BAIT)]

    run(story)


def test_an_empty_folder_is_asked_once_it_holds_mail(
    tenant: SimulatedTenant, case_workspace: Workspace
) -> None:
    async def story() -> None:
        connector = GraphConnector(profile_of(tenant.facts), no_wait)
        async with watching(case_workspace, connector, mailboxes=(ANNA,)) as watch:
            before = (await watch.quiet()).places
            shown = [f for f in await connector.places(ANNA) if not f.empty]
            assert before == len(shown)
            empty = next(f for f in await connector.places(ANNA) if f.empty)
            (row, *_) = tenant.messages(mailbox=ANNA, internet_id=BAIT)
            tenant.user("move", mailbox=ANNA, message=row["id"], folder=empty.folder)
            await watch.goes_on(RELEARN.total_seconds() + 1)
            assert watch.state.places == before + 1
            kept = await watch.copies()
            assert (ANNA, BAIT) in kept
            assert len(kept) == len(set(kept)) == 12

    run(story)


def test_a_watch_cut_off_goes_on_where_it_was(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with watching(case_workspace, connect()) as watch:
            await watch.until(lambda state: state.arrived > 0)
        tenant.control("deliver", kind="incoming", mailbox=ANNA)
        async with watching(case_workspace, connect()) as watch:
            await watch.quiet()
            kept = await watch.copies()
            assert len(kept) == len(set(kept)) == 37

    run(story)


@pytest.mark.parametrize("form", ["410", "syncStateNotFound", "resyncRequired"])
def test_forgotten_tokens_lose_and_double_nothing(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant, provider: str, form: str
) -> None:
    anna, _ = MAILBOXES[provider]

    async def story() -> None:
        async with watching(case_workspace, connect()) as watch:
            await watch.quiet()
            delete(tenant, provider)
            new = deliver(tenant, "incoming", mailbox=ANNA)
            tenant.set(delta_refusal=form, delta_doubles=0.5)
            tenant.control("forget-delta")
            tenant.control("google-forget-history")
            await watch.goes_on(31)
            kept = await watch.copies()
            assert len(kept) == len(set(kept)) == 36
            assert (anna, new) in kept
            assert await watch.copies(gone=True) == [(anna, BAIT)]

    run(story)


def test_a_sleep_of_the_computer_is_caught_up_at_once(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with watching(case_workspace, connect()) as watch:
            await watch.quiet()
            new = deliver(tenant, "incoming", mailbox=BEN)
            await watch.goes_on(9 * 3600, awake=False)
            assert new in {name for _, name in await watch.copies()}

    run(story)


def test_a_throttled_tenant_is_waited_for(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with watching(case_workspace, connect()) as watch:
            await watch.quiet()
            fault = {"status": 429, "retry_after": "500", "path": "delta|history"}
            tenant.faults({"fault": "status", **fault})
            new = deliver(tenant, "incoming", mailbox=ANNA)
            await watch.passes(31)
            state = await watch.until(lambda s: s.watch is Watch.THROTTLED and not s.asking)
            assert state.until is not None
            assert 0 < (state.until - watch.clock.now()).total_seconds() <= 600
            tenant.faults()
            await watch.goes_on(600)
            assert new in {name for _, name in await watch.copies()}

    run(story)


def test_an_unreachable_tenant_is_tried_again(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with watching(case_workspace, connect()) as watch:
            await watch.quiet()
            tenant.faults({"fault": "drop-before"})
            new = deliver(tenant, "incoming", mailbox=ANNA)
            await watch.passes(31)
            state = await watch.until(lambda s: s.watch is Watch.UNREACHABLE and not s.asking)
            assert "does not answer" in state.problem
            tenant.faults()
            await watch.goes_on(300)
            assert new in {name for _, name in await watch.copies()}
            assert watch.state.problem == ""

    run(story)


@pytest.mark.parametrize("provider", ["graph"])  # Google's directory does not list such a one
def test_a_mailbox_that_refuses_is_named_and_the_others_go_on(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    tenant.set(denied=[ANNA, f"anna@{DOMAIN}"])

    async def story() -> None:
        async with watching(case_workspace, connect()) as watch:
            state = await watch.until(lambda state: len(state.failed) == 1 and state.arrived >= 24)
            assert state.failed[0][0] == f"anna@{DOMAIN}"

    run(story)


def test_only_the_mailboxes_chosen_are_watched(
    connect: Connect, case_workspace: Workspace, provider: str, tenant: SimulatedTenant
) -> None:
    _, ben = MAILBOXES[provider]

    async def story() -> None:
        async with watching(case_workspace, connect(), mailboxes=(ben,)) as watch:
            await watch.quiet()
            assert {mailbox for mailbox, _ in await watch.copies()} == {ben}

    run(story)


def test_a_sign_in_that_is_refused_ends_the_watch_in_words(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with watching(case_workspace, connect()) as watch:
            await watch.quiet()
            tenant.faults({"fault": "status", "status": 401, "path": "delta|history"})
            await watch.passes(31)
            state = await watch.until(lambda state: state.watch is Watch.BROKEN)
            assert "sign in again" in state.problem
            assert not state.on

    run(story)


def test_asking_at_once_needs_no_time(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with watching(case_workspace, connect(), ManualClock()) as watch:
            await watch.quiet()
            new = deliver(tenant, "incoming", mailbox=ANNA)
            await watch.clock.asleep()
            watch.told.clear()
            watch.watcher.wake()
            await watch.until(lambda _: bool(watch.told))
            await watch.quiet()
            assert new in {name for _, name in await watch.copies()}

    run(story)


def test_answers_that_cannot_be_used_lead_to_a_fresh_start(
    case_workspace: Workspace, connect: Connect, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with watching(case_workspace, connect()) as watch:
            await watch.quiet()
            new = deliver(tenant, "incoming", mailbox=ANNA)
            tenant.faults({"fault": "body", "text": "[]", "path": "deltatoken|history"})
            for _ in range(4):
                await watch.passes(3_600)
            tenant.faults()
            await watch.goes_on(3_600)
            assert new in {name for _, name in await watch.copies()}
            assert len(await watch.copies()) == 37

    run(story)


def test_the_class_of_files_is_no_tenant_to_watch(tmp_path: object) -> None:
    assert not hasattr(FolderConnector, "changes")


def test_more_of_the_past_is_told_when_it_is_wanted(
    connect: Connect, case_workspace: Workspace, tenant: SimulatedTenant
) -> None:
    async def kept_within(days: int) -> int:
        async with watching(case_workspace, connect(), days=days) as watch:
            await watch.quiet()
            return len(await watch.copies())

    async def story() -> None:
        deliver(tenant, "incoming", mailbox=ANNA)
        assert await kept_within(2) == 1
        assert await kept_within(3_650) == 37
        assert await kept_within(2) == 37

    run(story)
