"""Decisions reach the provider, once, in the log before they are sent; what fails is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import GraphClient, SimulatedTenant
from tests.workbench.desks import google_profile_of, open_desk, profile_of, rows
from workbench.desk import Desk
from workbench.isolation.client import AnalysisHost
from workbench.jobs import unheard
from workbench.model.review import Review, ReviewState, Subject
from workbench.model.rows import View
from workbench.model.verdict import Disposition
from workbench.remediation import audit
from workbench.reviewing import UNSAID
from workbench.store.workspace import Workspace

Story = Callable[[Desk], Coroutine[Any, Any, None]]
Tell = Callable[[Story], None]


@pytest.fixture
def tell(case: Path, analysis_host: AnalysisHost) -> Tell:
    def run(story: Story) -> None:
        async def told() -> None:
            async with open_desk(case, analysis_host) as desk:
                await story(desk)

        asyncio.run(told())

    return run


def bait(case: Path) -> int:
    (row,) = rows(case, View.REPORTED)
    return row.id


async def close(desk: Desk, id: int, disposition: Disposition = Disposition.PHISH) -> None:
    await desk.decide([id], disposition, unheard)


async def reviews(desk: Desk, id: int) -> tuple[Review, ...]:
    return (await desk.open(id, unheard)).reviews


def kinds(tenant: SimulatedTenant) -> list[str]:
    return [effect["kind"] for effect in tenant.effects()]


def test_microsoft_hears_of_submissions_and_alerts(
    tell: Tell, case: Path, tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(profile_of(tenant.facts, write_back=True), unheard)
        id = bait(case)
        await close(desk, id)
        told = await reviews(desk, id)
        assert {(r.subject, r.state, r.reason) for r in told} == {
            (Subject.SUBMISSION, ReviewState.WRITTEN, "read back"),
            (Subject.ALERT, ReviewState.WRITTEN, "read back"),
        }

    tell(story)
    graph = GraphClient(tenant)
    alert = graph.get("/v1.0/security/alerts_v2/alert-1").json
    assert (alert["status"], alert["classification"], alert["determination"]) == (
        "resolved", "truePositive", "phishing",
    )  # fmt: skip
    assert len(alert["comments"]) == 1
    url = "/beta/security/threatSubmission/emailThreats/report-0"
    assert graph.get(url).json["adminReview"]["reviewResult"] == "phishing"


def test_each_thing_is_told_once(tell: Tell, case: Path, tenant: SimulatedTenant) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(profile_of(tenant.facts, write_back=True), unheard)
        await close(desk, bait(case))
        before = kinds(tenant)
        await desk.refresh(unheard)
        assert kinds(tenant) == before

    tell(story)


def test_without_the_wish_nothing_is_sent(tell: Tell, case: Path, tenant: SimulatedTenant) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(profile_of(tenant.facts), unheard)
        id = bait(case)
        await close(desk, id)
        assert {r.state for r in await reviews(desk, id)} == {ReviewState.WAITING}

    tell(story)
    assert kinds(tenant) == []


def test_a_missing_right_is_named_and_tried_again(
    tell: Tell, case: Path, tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        right = "SecurityAlert.ReadWrite.All"
        tenant.set(revoked=[right])
        await desk.connect(profile_of(tenant.facts, write_back=True), unheard)
        id = bait(case)
        await close(desk, id)
        failed = [r for r in await reviews(desk, id) if r.state is ReviewState.FAILED]
        assert {(r.subject, r.reason) for r in failed} == {
            (Subject.ALERT, f"the tenant has not granted {right}")
        }
        tenant.set(revoked=[])
        tenant.control("expire-tokens")
        await desk.connect(profile_of(tenant.facts, write_back=True), unheard)
        assert {r.state for r in await reviews(desk, id)} == {ReviewState.WRITTEN}

    tell(story)


def test_a_refusal_is_kept_and_tried_again(tell: Tell, case: Path, tenant: SimulatedTenant) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(profile_of(tenant.facts, write_back=True), unheard)
        id = bait(case)
        tenant.faults({"fault": "status", "status": 400, "path": "review"})
        await close(desk, id)
        states = {r.subject: r.state for r in await reviews(desk, id)}
        assert states[Subject.ALERT] is ReviewState.WRITTEN
        assert ReviewState.FAILED in {r.state for r in await reviews(desk, id)}
        tenant.faults()
        await desk.refresh(unheard)
        assert {r.state for r in await reviews(desk, id)} == {ReviewState.WRITTEN}

    tell(story)


def test_a_decision_without_a_word_is_passed_over(
    tell: Tell, case: Path, tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(profile_of(tenant.facts, write_back=True), unheard)
        id = bait(case)
        await close(desk, id, Disposition.CANNOT_TELL)
        told = {(r.state, r.reason) for r in await reviews(desk, id)}
        assert told == {(ReviewState.SKIPPED, UNSAID)}

    tell(story)


def test_google_gets_feedback(tell: Tell, case: Path, tenant: SimulatedTenant) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(google_profile_of(tenant.facts, write_back=True), unheard)
        id = bait(case)
        await close(desk, id, Disposition.CLEAN)
        told = await reviews(desk, id)
        assert {r.state for r in told} == {ReviewState.WRITTEN}
        assert {r.subject for r in told} == set(Subject)

    tell(story)


def test_the_log_knows_before_and_after(tell: Tell, case: Path, tenant: SimulatedTenant) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect(profile_of(tenant.facts, write_back=True), unheard)
        await close(desk, bait(case))

    tell(story)
    workspace = Workspace.open(case)
    try:
        entries = workspace.run_blocking(audit.entries)
    finally:
        workspace.close()
    states = [
        entry.parsed()["payload"]["state"]
        for entry in entries
        if entry.parsed()["event"] == "review"
    ]
    assert states[:2] == ["sent", "written"]
    assert states.count("sent") == states.count("written")
