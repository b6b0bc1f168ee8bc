"""Quarantine and undo against a tenant that misbehaves."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.workbench.remediation.bench import Bench
from tests.workbench.remediation.tenant import Faults
from workbench.connectors.port import Reply
from workbench.errors import (
    ConnectorError,
    PermissionMissing,
    RemediationRefused,
    SignInNeeded,
    Throttled,
    Unreachable,
)
from workbench.jobs import unheard
from workbench.model.remediation import ActionState, ActionView, ItemState
from workbench.model.tenant import Power
from workbench.store import messages

ANN, BOB, CEM = ("ann", "ann-1"), ("bob", "bob-1"), ("cem", "cem-1")
HOME = {ANN: "ann-inbox", BOB: "bob-invoices", CEM: "cem-junk"}


def _folders(bench: Bench) -> dict[tuple[str, str], str]:
    return {key: bench.tenant.folder_of(key) for key in HOME}


def test_every_copy_is_moved_and_nothing_else(bench: Bench) -> None:
    view = asyncio.run(bench.quarantine())
    assert view.state is ActionState.COMPLETED
    assert view.counts == ((ItemState.DONE, 3),)
    assert _folders(bench) == {key: f"{key[0]}-quarantine" for key in HOME}
    assert bench.tenant.folder_of(("ann", "ann-2")) == "ann-inbox"


def test_undo_returns_each_copy_to_its_own_folder(bench: Bench) -> None:
    async def there_and_back() -> None:
        done = await bench.quarantine()
        assert done.undoable == 3
        back = await bench.undo(done)
        assert back.state is ActionState.COMPLETED
        again = await bench.engine.action(done.id)
        assert (again.reversed_by, again.undoable) == (back.id, 0)
        with pytest.raises(RemediationRefused, match="already back"):
            await bench.undo(done)

    asyncio.run(there_and_back())
    assert _folders(bench) == HOME


def test_read_state_is_never_written(bench: Bench) -> None:
    view = asyncio.run(bench.quarantine())
    assert not any(copy.is_read for copy in bench.tenant.copies.values())
    items = asyncio.run(bench.engine.items(view.id))
    assert [item.was_read for item in items] == [False] * 3


def test_the_workspace_learns_where_the_copies_lie(bench: Bench) -> None:
    async def folders() -> set[str]:
        await bench.quarantine()
        found = await bench.workspace.run(messages.copies, await _message(bench))
        return {copy.folder for copy in found}

    assert asyncio.run(folders()) == {f"{key[0]}-quarantine" for key in HOME}


async def _message(bench: Bench) -> int:
    found = await bench.workspace.run(messages.ids_of, "contoso", ["<1@sender.example>"])
    return min(found)


def test_listeners_and_the_watcher_hear_of_it(bench: Bench) -> None:
    view = asyncio.run(bench.quarantine())
    assert all(change.actions == {view.id} for change in bench.told)
    assert [p.done for p in bench.progress] == sorted(p.done for p in bench.progress)
    assert (bench.progress[-1].done, bench.progress[-1].total) == (3, 3)


@pytest.mark.parametrize(
    "faults",
    [
        Faults(lost_after=0.5),
        Faults(lost_before=0.4),
        Faults(busy=0.5),
        Faults(stale=0.7),
        Faults(missing=0.5, twice=0.5),
        Faults(stale=0.5, heeds_version=False),
    ],
)
def test_faults_cost_time_and_change_nothing_else(bench: Bench, faults: Faults) -> None:
    async def there_and_back() -> None:
        scope = await bench.scope()
        bench.tenant.faults = faults
        done = await bench.engine.quarantine(scope, "phish", 0, unheard)
        done = await _persist(bench, done.id)
        assert done.counts == ((ItemState.DONE, 3),)
        assert len(bench.tenant.effects) == 3
        back = await bench.undo(done)
        back = await _persist(bench, back.id)
        assert back.counts == ((ItemState.DONE, 3),)

    asyncio.run(there_and_back())
    assert len(bench.tenant.effects) == 6
    assert _folders(bench) == HOME


async def _persist(bench: Bench, id: str) -> ActionView:
    for _ in range(50):
        await bench.engine.resume(unheard)
    return await bench.engine.action(id)


def test_a_denied_mailbox_is_denied_and_the_rest_goes_on(bench: Bench) -> None:
    async def act() -> tuple[ActionView, dict[tuple[str, str], ItemState]]:
        scope = await bench.scope()
        bench.tenant.denied.add("bob")
        view = await bench.engine.quarantine(scope, "", 0, unheard)
        return view, await bench.states(view)

    view, states = asyncio.run(act())
    assert view.state is ActionState.COMPLETED_WITH_EXCEPTIONS
    assert states == {ANN: ItemState.DONE, BOB: ItemState.DENIED, CEM: ItemState.DONE}


def test_moving_refused_though_reading_is_not_is_denied(bench: Bench) -> None:
    bench.tenant.replies[BOB] = Reply.DENIED
    view = asyncio.run(bench.quarantine())
    assert asyncio.run(bench.states(view))[BOB] is ItemState.DENIED


def test_many_refusals_halt(bench: Bench) -> None:
    async def act() -> ActionView:
        for number in range(130):
            bench.tenant.deliver(1, f"more{number}")
        scope = await bench.scope()
        bench.tenant.denied.update(bench.tenant.boxes)
        return await bench.engine.quarantine(scope, "", 133, unheard)

    view = asyncio.run(act())
    assert view.state is ActionState.HALTED
    assert "refuse access" in view.note
    assert dict(view.counts)[ItemState.PENDING] > 0


def test_a_copy_already_there_is_not_ours_to_undo(bench: Bench) -> None:
    async def act() -> None:
        await bench.tenant.quarantine_folder("ann")
        scope = await bench.scope()
        bench.tenant.put(ANN, "ann-quarantine")
        done = await bench.engine.quarantine(scope, "", 0, unheard)
        assert (await bench.states(done))[ANN] is ItemState.ALREADY
        assert done.undoable == 2
        await bench.undo(done)

    asyncio.run(act())
    assert _folders(bench) == {**HOME, ANN: "ann-quarantine"}


def test_a_copy_moved_by_its_user_before_us_is_followed_and_returned_there(bench: Bench) -> None:
    async def act() -> None:
        scope = await bench.scope()
        bench.tenant.put(ANN, "ann-invoices")
        done = await bench.engine.quarantine(scope, "", 0, unheard)
        items = await bench.engine.items(done.id)
        assert items[0].source_path == "Inbox/Invoices"
        await bench.undo(done)

    asyncio.run(act())
    assert bench.tenant.folder_of(ANN) == "ann-invoices"


def test_a_copy_moved_by_its_user_while_we_act_is_left_alone(bench: Bench) -> None:
    bench.tenant.on_move.append(lambda: bench.tenant.put(ANN, "ann-invoices"))
    view = asyncio.run(bench.quarantine())
    assert asyncio.run(bench.states(view))[ANN] is ItemState.CHANGED
    assert bench.tenant.folder_of(ANN) == "ann-invoices"


def test_undo_leaves_alone_what_is_not_where_we_left_it(bench: Bench) -> None:
    async def act() -> dict[tuple[str, str], ItemState]:
        done = await bench.quarantine()
        bench.tenant.put(ANN, "ann-deleted")
        bench.tenant.put(BOB, "bob-invoices")
        del bench.tenant.copies[CEM]
        back = await bench.undo(done)
        assert back.state is ActionState.COMPLETED_WITH_EXCEPTIONS
        return await bench.states(back)

    states = asyncio.run(act())
    assert states == {ANN: ItemState.CHANGED, BOB: ItemState.ALREADY, CEM: ItemState.GONE}
    assert bench.tenant.folder_of(ANN) == "ann-deleted"


@pytest.mark.parametrize(
    ("same_path", "state", "folder"),
    [
        (False, ItemState.RESTORED_ELSEWHERE, "bob-inbox"),
        (True, ItemState.DONE, "bob-invoices-again"),
    ],
)
def test_undo_finds_another_folder_when_the_original_is_gone(
    bench: Bench, same_path: bool, state: ItemState, folder: str
) -> None:
    async def act() -> dict[tuple[str, str], ItemState]:
        done = await bench.quarantine()
        gone = bench.tenant.boxes["bob"].pop("bob-invoices")
        if same_path:
            again = replace(gone, key="bob-invoices-again")
            bench.tenant.boxes["bob"][again.key] = again
        return await bench.states(await bench.undo(done))

    assert asyncio.run(act())[BOB] is state
    assert bench.tenant.folder_of(BOB) == folder


def test_a_folder_that_vanishes_while_undoing_is_replaced(bench: Bench) -> None:
    async def act() -> dict[tuple[str, str], ItemState]:
        done = await bench.quarantine()
        bench.tenant.on_move.append(lambda: bench.tenant.remove_folder("bob", "bob-invoices"))
        return await bench.states(await bench.undo(done))

    assert asyncio.run(act())[BOB] is ItemState.RESTORED_ELSEWHERE


def test_a_removed_quarantine_folder_halts_until_a_person_goes_on(bench: Bench) -> None:
    async def act() -> None:
        bench.tenant.on_move.append(lambda: bench.tenant.remove_folder("bob", "bob-quarantine"))
        view = await bench.quarantine()
        assert view.state is ActionState.HALTED
        assert "folder was removed" in view.note
        assert await bench.engine.resume(unheard) == ()
        assert (await bench.engine.proceed(view.id, unheard, "seen")).counts == (
            (ItemState.DONE, 3),
        )

    asyncio.run(act())


def test_an_edited_copy_is_not_the_message_any_more(bench: Bench) -> None:
    async def act() -> dict[tuple[str, str], ItemState]:
        scope = await bench.scope()
        bench.tenant.copies[ANN] = replace(bench.tenant.copies[ANN], subject="Edited")
        return await bench.states(await bench.engine.quarantine(scope, "", 0, unheard))

    assert asyncio.run(act())[ANN] is ItemState.CHANGED
    assert bench.tenant.folder_of(ANN) == "ann-inbox"


def test_a_copy_gone_under_its_id_is_looked_for_once(bench: Bench) -> None:
    async def act() -> str:
        scope = await bench.scope()
        del bench.tenant.copies[ANN]
        bench.tenant.deliver(1, "ann", "recoverable", key="new-id")
        view = await bench.engine.quarantine(scope, "", 0, unheard)
        return (await bench.engine.items(view.id))[0].error

    assert "under another id" in asyncio.run(act())
    assert bench.tenant.folder_of(("ann", "new-id")) == "ann-recoverable"


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (SignInNeeded("expired"), ActionState.PAUSED),
        (PermissionMissing("Mail.ReadWrite"), ActionState.HALTED),
    ],
)
def test_a_lost_right_stops_the_action_and_loses_no_item(
    bench: Bench, error: ConnectorError, state: ActionState
) -> None:
    async def act() -> ActionView:
        bench.tenant.failing.append(error)
        view = await bench.quarantine()
        assert view.state is state
        assert not {s for s, _ in view.counts} & {ItemState.REVIEW, ItemState.DENIED}
        return await bench.engine.proceed(view.id, unheard, "the right is back")

    assert asyncio.run(act()).counts == ((ItemState.DONE, 3),)


def test_a_tenant_that_does_not_answer_pauses_the_action(bench: Bench) -> None:
    async def act() -> ActionView:
        scope = await bench.scope()
        bench.tenant.faults = Faults(lost_before=1.0)
        view = await bench.engine.quarantine(scope, "", 0, unheard)
        assert view.state is ActionState.PAUSED
        bench.tenant.faults = Faults()
        (view,) = await bench.engine.resume(unheard)
        return view

    assert asyncio.run(act()).counts == ((ItemState.DONE, 3),)


def test_a_tenant_that_is_only_busy_pauses_the_action_in_the_end(bench: Bench) -> None:
    async def act() -> ActionView:
        scope = await bench.scope()
        bench.tenant.faults = Faults(busy=1.0)
        return await bench.engine.quarantine(scope, "", 0, unheard)

    view = asyncio.run(act())
    assert view.state is ActionState.PAUSED
    assert "busy" in view.note
    assert sum(bench.clock.slept) < 4_000


def test_a_request_to_wait_is_kept(bench: Bench) -> None:
    bench.tenant.failing.append(Throttled(42.0))
    view = asyncio.run(bench.quarantine())
    assert view.state is ActionState.COMPLETED
    assert bench.clock.time >= 1_042.0


def test_what_cannot_be_proven_is_shown_for_review(bench: Bench) -> None:
    bench.tenant.replies[BOB] = Reply.OK
    view = asyncio.run(bench.quarantine())
    assert view.state is ActionState.COMPLETED_WITH_EXCEPTIONS
    assert asyncio.run(bench.states(view))[BOB] is ItemState.REVIEW
    assert view.undoable == 2


@pytest.mark.parametrize("reply", [Reply.REFUSED, Reply.CONFLICT, Reply.UNKNOWN])
def test_a_move_that_never_works_ends_in_bounded_tries(bench: Bench, reply: Reply) -> None:
    bench.tenant.replies[BOB] = reply
    view = asyncio.run(bench.quarantine())
    assert asyncio.run(bench.states(view))[BOB] is ItemState.REVIEW
    assert bench.tenant.moves <= 14


def test_a_request_refused_in_every_part_halts(bench: Bench) -> None:
    async def act() -> ActionView:
        for number in range(5):
            bench.tenant.deliver(1, f"more{number}")
        bench.tenant.replies = dict.fromkeys(bench.tenant.copies, Reply.REFUSED)
        return await bench.quarantine()

    view = asyncio.run(act())
    assert view.state is ActionState.HALTED
    assert "refuses our requests" in view.note


def test_one_action_runs_at_a_time(bench: Bench) -> None:
    async def act() -> None:
        bench.tenant.failing.append(SignInNeeded("expired"))
        scope = await bench.scope()
        first = asyncio.create_task(bench.engine.quarantine(scope, "", 0, unheard))
        await asyncio.sleep(0)
        with pytest.raises(RemediationRefused, match="Another action is running"):
            await bench.engine.quarantine(scope, "", 0, unheard)
        await first

    asyncio.run(act())


def test_without_the_right_to_move_nothing_begins(bench: Bench) -> None:
    bench.tenant.granted = Power.READ
    with pytest.raises(RemediationRefused, match="not granted moving"):
        asyncio.run(bench.quarantine())
    assert asyncio.run(bench.engine.actions()) == ()


def test_a_running_action_cannot_be_undone(bench: Bench) -> None:
    async def act() -> None:
        bench.tenant.failing.append(SignInNeeded("expired"))
        view = await bench.quarantine()
        with pytest.raises(RemediationRefused, match="has not ended"):
            await bench.undo(view)

    asyncio.run(act())


def test_a_cancel_leaves_alone_what_was_not_asked_for(bench: Bench) -> None:
    async def act() -> None:
        bench.tenant.failing.append(Unreachable("lost"))
        scope = await bench.scope()
        for number in range(30):
            bench.tenant.deliver(1, f"more{number}")
        scope = await bench.scope()
        work = asyncio.create_task(bench.engine.quarantine(scope, "", 33, unheard))
        while not bench.tenant.moves:
            await asyncio.sleep(0)
        (running,) = await bench.engine.actions()
        view = await bench.engine.cancel(running.id)
        assert view == await work
        assert view.state is ActionState.CANCELLED
        counted = dict(view.counts)
        assert sum(counted.values()) == 33
        assert counted.get(ItemState.DONE, 0) == len(bench.tenant.effects)
        assert not counted.keys() & {ItemState.PENDING, ItemState.INTENT}

    asyncio.run(act())


def test_a_halted_action_can_be_cancelled_and_undone(bench: Bench) -> None:
    async def act() -> None:
        bench.tenant.on_move.append(lambda: bench.tenant.remove_folder("bob", "bob-quarantine"))
        halted = await bench.quarantine()
        cancelled = await bench.engine.cancel(halted.id)
        assert cancelled.state is ActionState.CANCELLED
        await bench.undo(cancelled)

    asyncio.run(act())
    assert _folders(bench) == HOME


def test_a_stop_leaves_the_rest_for_later(bench: Bench) -> None:
    async def act() -> None:
        for number in range(90):
            bench.tenant.deliver(1, f"more{number}")
        scope = await bench.scope()
        work = asyncio.create_task(bench.engine.quarantine(scope, "", 93, unheard))
        while not bench.tenant.moves:
            await asyncio.sleep(0)
        await bench.engine.stop()
        stopped = await work
        assert stopped.state is ActionState.RUNNING
        (done,) = await bench.engine.resume(unheard)
        assert done.counts == ((ItemState.DONE, 93),)

    asyncio.run(act())
    assert len(bench.tenant.effects) == 93


def test_a_mailbox_with_many_copies_is_asked_for_few_at_a_time(bench: Bench) -> None:
    async def act() -> ActionView:
        for number in range(22):
            bench.tenant.deliver(1, "ann", key=f"copy{number}")
        return await bench.quarantine()

    assert asyncio.run(act()).counts == ((ItemState.DONE, 25),)
    assert bench.tenant.most_of_a_mailbox == 4


def test_a_fault_free_action_asks_no_more_than_it_must(bench: Bench) -> None:
    asyncio.run(bench.quarantine())
    assert (bench.tenant.moves, len(bench.tenant.effects)) == (1, 3)
