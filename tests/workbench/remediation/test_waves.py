"""Large actions go in waves and stop where something is wrong."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.workbench.remediation.bench import Bench
from workbench.connectors.port import Reply
from workbench.errors import RemediationRefused
from workbench.jobs import unheard
from workbench.model.remediation import ActionState, ActionView, ItemState
from workbench.remediation import queue, waves


@pytest.fixture
def large(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """An action of 63 copies that counts as large: waves of 5, 10 and 48."""
    bench.with_limits(wave_items=50)
    monkeypatch.setattr(waves, "FIRST", 5)
    monkeypatch.setattr(waves, "SECOND", 10)
    for mailbox in range(30):
        for number in range(2):
            bench.tenant.deliver(1, f"more{mailbox}", key=f"more{mailbox}-{number}")
    return bench


def _run(bench: Bench) -> ActionView:
    return asyncio.run(bench.quarantine(confirmed=63))


def _counts(view: ActionView) -> dict[ItemState, int]:
    return dict(view.counts)


def test_all_waves_of_an_action_that_goes_well_are_done(large: Bench) -> None:
    view = _run(large)
    assert view.state is ActionState.COMPLETED
    assert _counts(view) == {ItemState.DONE: 63}


def test_a_bad_first_wave_halts_before_the_second(large: Bench) -> None:
    for key in list(large.tenant.copies):
        large.tenant.replies[key] = Reply.DENIED
    view = _run(large)
    assert view.state is ActionState.HALTED
    assert "5 of 5 copies of this wave" in view.note
    assert _counts(view)[ItemState.PENDING] == 58


def test_a_halted_action_goes_on_once_somebody_has_looked(large: Bench) -> None:
    for key in list(large.tenant.copies):
        large.tenant.replies[key] = Reply.DENIED
    halted = _run(large)
    large.tenant.replies.clear()
    view = asyncio.run(large.engine.proceed(halted.id, unheard, "seen"))
    assert view.state is ActionState.COMPLETED_WITH_EXCEPTIONS
    assert _counts(view) == {ItemState.DENIED: 5, ItemState.DONE: 58}


def test_a_halted_action_does_not_go_on_without_a_reason(large: Bench) -> None:
    for key in list(large.tenant.copies):
        large.tenant.replies[key] = Reply.DENIED
    halted = _run(large)
    large.tenant.replies.clear()
    moves = large.tenant.moves
    for empty in ("", "  "):
        with pytest.raises(RemediationRefused, match=r"Say why it may go on\. 5 of 5"):
            asyncio.run(large.engine.proceed(halted.id, unheard, empty))
    assert asyncio.run(large.engine.resume(unheard)) == ()
    assert large.tenant.moves == moves
    asyncio.run(large.engine.proceed(halted.id, unheard, " The five have left "))
    rows = asyncio.run(large.engine.audit_rows())
    told = [json.loads(row.body) for row in rows]
    (resumed,) = [one for one in told if one["event"] == "resume"]
    assert resumed["payload"] == {"reason": "The five have left"}
    assert asyncio.run(large.engine.verify()).holds


def test_a_halted_action_can_be_given_up(large: Bench) -> None:
    for key in list(large.tenant.copies):
        large.tenant.replies[key] = Reply.DENIED
    halted = _run(large)
    view = asyncio.run(large.engine.cancel(halted.id))
    assert view.state is ActionState.CANCELLED
    assert _counts(view) == {ItemState.DENIED: 5, ItemState.SKIPPED: 58}


def test_many_losses_halt_in_the_middle_of_a_wave(
    large: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waves, "LOSSES", 2)
    monkeypatch.setattr(waves, "FIRST", 40)
    monkeypatch.setattr(queue, "BATCH", 1)
    for key in list(large.tenant.copies):
        large.tenant.replies[key] = Reply.DENIED
    view = _run(large)
    assert view.state is ActionState.HALTED
    assert _counts(view)[ItemState.DENIED] < 40


def test_an_undo_goes_in_one_wave(large: Bench) -> None:
    done = _run(large)
    view = asyncio.run(large.engine.undo(done.id, unheard))
    assert view.state is ActionState.COMPLETED


def test_what_is_left_of_a_large_action_is_watched_as_well(
    large: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waves, "LOSSES", 2)
    monkeypatch.setattr(waves, "FIRST", 40)
    monkeypatch.setattr(queue, "BATCH", 1)
    for key in list(large.tenant.copies):
        large.tenant.replies[key] = Reply.DENIED
    view = _run(large)
    while _open(view) > 40:
        view = asyncio.run(large.engine.proceed(view.id, unheard, "seen"))
    left = _open(view)
    assert left > 20
    view = asyncio.run(large.engine.proceed(view.id, unheard, "seen"))
    assert (view.state, 0 < _open(view) < left) == (ActionState.HALTED, True)
    assert "of this wave" in view.note


def _open(view: ActionView) -> int:
    counts = _counts(view)
    return counts.get(ItemState.PENDING, 0) + counts.get(ItemState.INTENT, 0)
