"""The blast-radius guard, through the engine that every caller must pass."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing
from dataclasses import replace

import pytest

from tests.workbench.remediation.bench import Bench
from workbench.errors import RemediationRefused, SignInNeeded
from workbench.jobs import unheard
from workbench.model.remediation import ActionState, ActionView, ItemState, Tier
from workbench.model.thresholds import CUSTOMARY
from workbench.remediation import guard
from workbench.remediation.guard import Radius
from workbench.store.database import connect


def _deliver(bench: Bench, mailboxes: int, each: int = 1) -> None:
    for mailbox in range(mailboxes):
        for number in range(each):
            bench.tenant.deliver(1, f"more{mailbox}", key=f"more{mailbox}-{number}")


@pytest.mark.parametrize(("mailboxes", "each"), [(8, 1), (1, 23)])
@pytest.mark.parametrize("typed", [0, 10, 27])
def test_a_large_action_needs_its_exact_number(
    bench: Bench, mailboxes: int, each: int, typed: int
) -> None:
    _deliver(bench, mailboxes, each)
    with pytest.raises(RemediationRefused, match="type"):
        asyncio.run(bench.quarantine(confirmed=typed))
    assert bench.tenant.moves == 0
    assert asyncio.run(bench.engine.actions()) == ()


def test_the_exact_number_opens_it(bench: Bench) -> None:
    _deliver(bench, 8)
    assert asyncio.run(bench.quarantine(confirmed=11)).state is ActionState.COMPLETED


def test_a_small_action_needs_no_number(bench: Bench) -> None:
    _deliver(bench, 7)
    assert asyncio.run(bench.quarantine()).state is ActionState.COMPLETED


def test_more_than_500_items_wait_for_a_second_person(bench: Bench) -> None:
    _deliver(bench, 1, 498)
    view = asyncio.run(bench.quarantine(confirmed=501))
    assert view.note == "501 messages are more than 500"
    assert view.state is ActionState.AWAITING_APPROVAL
    assert bench.tenant.moves == 0
    with pytest.raises(RemediationRefused, match="must approve this: 501 messages"):
        asyncio.run(bench.engine.proceed(view.id, unheard))
    assert asyncio.run(bench.engine.resume(unheard)) == ()
    assert asyncio.run(bench.engine.cancel(view.id)).counts == ((ItemState.SKIPPED, 501),)


def test_a_large_share_of_a_large_tenant_waits_for_a_second_person(bench: Bench) -> None:
    _deliver(bench, 57)
    bench.tenant.known_mailboxes = 1_100 - len(bench.tenant.boxes) - 57
    assert "5% of" in asyncio.run(bench.quarantine(confirmed=60)).note
    assert bench.tenant.moves == 0


def test_a_weak_copy_waits_for_a_second_person(bench: Bench) -> None:
    bench.tenant.deliver(1, "dan", subject="Other content")

    async def act() -> ActionView:
        scope = await bench.scope()
        rows = tuple(replace(row, selected=True) for row in scope.rows)
        assert {row.tier for row in rows} == {Tier.EXACT, Tier.WEAK}
        return await bench.engine.quarantine(replace(scope, rows=rows), "", 0, unheard)

    view = asyncio.run(act())
    assert view.state is ActionState.AWAITING_APPROVAL
    assert "only share the Message-ID" in view.note
    assert bench.tenant.moves == 0


def test_a_profile_may_lower_from_when_on_the_count_is_typed(bench: Bench) -> None:
    bench.with_limits(count_items=2)
    with pytest.raises(RemediationRefused, match="type 3 to confirm"):
        asyncio.run(bench.quarantine())
    assert bench.tenant.moves == 0
    assert asyncio.run(bench.quarantine(confirmed=3)).state is ActionState.COMPLETED


def test_a_profile_may_lower_from_when_on_a_second_person_is_needed(bench: Bench) -> None:
    bench.with_limits(approval_items=2)
    view = asyncio.run(bench.quarantine())
    assert (view.state, view.note) == (
        ActionState.AWAITING_APPROVAL, "3 messages are more than 2",
    )  # fmt: skip
    bench.with_limits(approval_percent=1)
    _deliver(bench, 8)
    bench.tenant.known_mailboxes = 1_000 - len(bench.tenant.boxes)
    assert "more than 1% of" in asyncio.run(bench.quarantine(confirmed=11)).note
    assert bench.tenant.moves == 0


def test_an_action_is_counted_anew_when_it_goes_on_under_a_stricter_profile(bench: Bench) -> None:
    bench.tenant.failing.append(SignInNeeded("expired"))
    view = asyncio.run(bench.quarantine())
    bench.with_limits(count_items=2)
    with pytest.raises(RemediationRefused, match=r"type 3 to confirm\. The profile is stricter"):
        asyncio.run(bench.engine.proceed(view.id, unheard))
    assert bench.tenant.effects == []
    bench.with_limits()
    assert asyncio.run(bench.engine.proceed(view.id, unheard)).state is ActionState.COMPLETED


def test_the_log_has_what_held_for_an_action(bench: Bench) -> None:
    bench.with_limits(wave_items=7)
    asyncio.run(bench.quarantine())
    rows = [json.loads(row.body) for row in asyncio.run(bench.engine.audit_rows())]
    (plan,) = [row["payload"] for row in rows if row["event"] == "plan"]
    assert plan["safeguards"]["wave_items"] == 7
    assert plan["safeguards"]["kinds"] == []
    assert asyncio.run(bench.engine.verify()).holds


@pytest.mark.parametrize(
    ("radius", "needed"),
    [
        (Radius(500, 25, 0, 0), False),
        (Radius(501, 1, 0, 0), True),
        (Radius(1, 1, 1, 0), True),
        (Radius(50, 50, 0, 0), False),
        (Radius(51, 51, 0, 0), True),
        (Radius(51, 51, 0, 999), False),
        (Radius(51, 51, 0, 1_000), True),
        (Radius(51, 51, 0, 1_020), False),
    ],
)
def test_when_a_second_person_is_needed(radius: Radius, needed: bool) -> None:
    assert bool(guard.why_approval(radius, CUSTOMARY)) is needed


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE item SET fingerprint = 'other' WHERE mailbox = 'cem'",
        "UPDATE item SET target = 'cem-deleted' WHERE mailbox = 'cem'",
        "DELETE FROM item WHERE mailbox = 'cem'",
        "INSERT INTO item SELECT action, 'dan', 'dan-1', mailbox_address, fingerprint, tier, "
        "target, target_path, src_folder, src_path, was_read, dst, elsewhere, state, request, "
        "attempts, conflicts, next_at, moved, superseded, last_status, last_error "
        "FROM item WHERE mailbox = 'cem'",
    ],
)
def test_a_changed_manifest_does_not_run(bench: Bench, sql: str) -> None:
    async def pause() -> ActionView:
        bench.tenant.failing.append(SignInNeeded("expired"))
        return await bench.quarantine()

    view = asyncio.run(pause())
    with closing(connect(bench.workspace.path)) as connection:
        connection.execute(sql)
    with pytest.raises(RemediationRefused, match="not those that were confirmed"):
        asyncio.run(bench.engine.proceed(view.id, unheard))
    assert bench.tenant.effects == []


def test_a_running_action_whose_gate_no_longer_holds_is_halted(bench: Bench) -> None:
    async def pause() -> ActionView:
        bench.tenant.failing.append(SignInNeeded("expired"))
        return await bench.quarantine()

    view = asyncio.run(pause())
    with closing(connect(bench.workspace.path)) as connection:
        connection.execute("UPDATE action SET state = 'running'")
        connection.execute("UPDATE item SET target = 'x' WHERE mailbox = 'cem'")
    with pytest.raises(RemediationRefused):
        asyncio.run(bench.engine.resume(unheard))
    assert asyncio.run(bench.engine.action(view.id)).state is ActionState.HALTED


def test_nothing_selected_is_refused(bench: Bench) -> None:
    async def act() -> None:
        scope = await bench.scope()
        await bench.engine.quarantine(replace(scope, rows=()), "", 0, unheard)

    with pytest.raises(RemediationRefused, match="No copy"):
        asyncio.run(act())


def test_a_scope_of_another_tenant_is_refused(bench: Bench) -> None:
    async def act() -> None:
        scope = await bench.scope()
        rows = tuple(replace(r, ref=replace(r.ref, tenant="fabrikam")) for r in scope.rows)
        other = replace(scope, tenant="fabrikam", rows=rows)
        await bench.engine.quarantine(other, "", 0, unheard)

    with pytest.raises(RemediationRefused, match="another tenant"):
        asyncio.run(act())
