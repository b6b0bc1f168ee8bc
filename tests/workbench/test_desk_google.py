"""The desk on a Google tenant: everything the window does there, with all its real parts."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of, open_desk, rows
from workbench.desk import Desk
from workbench.isolation.client import AnalysisHost
from workbench.jobs import unheard
from workbench.model.remediation import ActionState, ItemState, Scope
from workbench.model.rows import View

OURS = "Email Security Workbench Quarantine"


def _labels(tenant: SimulatedTenant) -> dict[str, list[str]]:
    found: list[dict[str, Any]] = tenant.control("google-messages")["messages"]
    return {row["id"]: row["names"] for row in found}


def _run(case: Path, host: AnalysisHost, tenant: SimulatedTenant, story: Any) -> None:
    async def told() -> None:
        async with open_desk(case, host) as desk:
            await desk.connect(google_profile_of(tenant.facts), unheard)
            await story(desk)

    asyncio.run(told())


async def _widest(desk: Desk, case: Path) -> Scope:
    """Every copy of the reported message most mailboxes have."""
    row = max(rows(case, View.REPORTED), key=lambda row: row.mailboxes)
    return await desk.scope(row.id, unheard)


def test_a_reported_message_is_taken_from_every_mailbox_and_put_back(
    case: Path, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant
) -> None:
    tenant = simulated_tenant

    async def story(desk: Desk) -> None:
        scope = await _widest(desk, case)
        before, chosen = _labels(tenant), [row.ref.key for row in scope.selected]
        assert len(chosen) > 1
        assert not scope.unreached
        action = await desk.quarantine(scope, "phish", len(chosen), unheard)
        assert action.state is ActionState.COMPLETED
        assert dict(action.counts) == {ItemState.DONE: len(chosen)}
        away = _labels(tenant)
        assert all({OURS, "TRASH"} <= set(away[key]) for key in chosen)
        assert all(away[key] == before[key] for key in before.keys() - set(chosen))
        back = await desk.undo(action.id, unheard)
        assert dict(back.counts) == {ItemState.DONE: len(chosen)}
        assert _labels(tenant) == before

    _run(case, analysis_host, tenant, story)
    effects = tenant.control("google-effects")["effects"]
    assert set(Counter(effect["message"] for effect in effects).values()) == {2}


def test_what_a_user_moved_meanwhile_stays_where_the_user_put_it(
    case: Path, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant
) -> None:
    tenant = simulated_tenant

    async def story(desk: Desk) -> None:
        scope = await _widest(desk, case)
        action = await desk.quarantine(scope, "phish", len(scope.selected), unheard)
        one = scope.selected[0].ref
        tenant.control(
            "google-user", mailbox=one.mailbox, message=one.key, remove=["TRASH"], add=["INBOX"]
        )
        placed = _labels(tenant)[one.key]
        back = await desk.undo(action.id, unheard)
        assert dict(back.counts)[ItemState.CHANGED] == 1
        assert _labels(tenant)[one.key] == placed

    _run(case, analysis_host, tenant, story)


def test_a_message_is_opened_from_its_source(
    case: Path, analysis_host: AnalysisHost, simulated_tenant: SimulatedTenant
) -> None:
    tenant = simulated_tenant

    async def story(desk: Desk) -> None:
        row = rows(case, View.REPORTED)[0]
        opened = await desk.open(row.id, unheard)
        assert opened.analysis is not None
        assert opened.analysis.message is not None

    _run(case, analysis_host, tenant, story)
