"""What users forwarded to report mailboxes, on a real desk against the simulated tenant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import google_profile_of, open_desk, profile_of, rows
from tests.workbench.simulation.server.tiny import ANNA, BAIT, DOMAIN
from workbench.desk import Desk
from workbench.isolation.client import AnalysisHost
from workbench.jobs import unheard
from workbench.model.mail import Told, UserReport
from workbench.model.rows import View
from workbench.model.tenant import Profile
from workbench.reported import INLINE, category_of

INFO, OWNER = f"info@{DOMAIN}", f"anna@{DOMAIN}"
Story = Callable[[Desk], Coroutine[Any, Any, None]]


@pytest.fixture
def tell(case: Path, analysis_host: AnalysisHost) -> Callable[[Story], None]:
    def run(story: Story) -> None:
        async def told() -> None:
            async with open_desk(case, analysis_host) as desk:
                await story(desk)

        asyncio.run(told())

    return run


def forward(tenant: SimulatedTenant, how: str, words: str = "Odd.", message: str = BAIT) -> None:
    tenant.user("wrap", mailbox=ANNA, message=message, to=INFO, how=how, words=words)


async def reports_of(desk: Desk, case: Path, subject: str) -> tuple[UserReport, ...]:
    (row,) = [r for r in rows(case, View.REPORTED) if r.subject == subject]
    return (await desk.open(row.id, unheard)).reports


def profile(tenant: SimulatedTenant) -> Profile:
    return profile_of(tenant.facts, report_mailboxes=(INFO,))


@pytest.mark.parametrize("how", ["item", "eml", "msg"])
def test_a_forwarded_original_joins_the_message_it_is(
    tell: Callable[[Story], None], case: Path, tenant: SimulatedTenant, how: str
) -> None:
    """The bait is known by submissions and copies; a report by mail is one more of the same."""

    async def story(desk: Desk) -> None:
        forward(tenant, how, "Who is that?")
        await desk.connect(profile(tenant), unheard)
        named = [
            report
            for row in rows(case, View.REPORTED)
            for report in (await desk.open(row.id, unheard)).reports
            if report.told is Told.MAILBOX
        ]
        assert {(r.reporter, r.words, r.category, r.internet_id) for r in named} == {
            (OWNER, "Who is that?", "phishing", BAIT)
        }
        assert all("outside" not in report.note for report in named)

    tell(story)


def test_a_forward_inline_is_shown_as_what_is_left(
    tell: Callable[[Story], None], case: Path, tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        forward(tenant, "inline", "Really?")
        await desk.connect(profile(tenant), unheard)
        (report,) = await reports_of(desk, case, "FW: Letter 0")
        assert (report.note, report.words) == (INLINE, "Really?")

    tell(story)


def test_a_report_is_taken_once(
    tell: Callable[[Story], None], case: Path, tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        forward(tenant, "inline")
        await desk.connect(profile(tenant), unheard)
        before = [(row.id, row.reports) for row in rows(case, View.REPORTED)]
        await desk.refresh(unheard)
        assert [(row.id, row.reports) for row in rows(case, View.REPORTED)] == before

    tell(story)


def test_a_mailbox_that_may_not_be_read_is_named(
    tell: Callable[[Story], None], tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        tenant.set(denied=[INFO])
        await desk.connect(profile(tenant), unheard)
        assert INFO in {address for address, _ in desk.unreached}

    tell(story)


def test_google_reports_the_same_way(
    tell: Callable[[Story], None], case: Path, tenant: SimulatedTenant
) -> None:
    async def story(desk: Desk) -> None:
        (row,) = tenant.control("google-messages", mailbox=OWNER, internet_id=BAIT)["messages"]
        tenant.control("google-wrap", mailbox=OWNER, message=row["id"], to=INFO, how="inline")
        await desk.connect(google_profile_of(tenant.facts, report_mailboxes=(INFO,)), unheard)
        (report,) = await reports_of(desk, case, "FW: Letter 0")
        assert report.told is Told.MAILBOX

    tell(story)


@pytest.mark.parametrize(
    ("subject", "category"),
    [("3|Bill", "phishing"), ("1: Bill", "spam"), ("2|x", "notJunk"), ("9|x", ""), ("Bill", "")],
)
def test_the_subject_names_the_category(subject: str, category: str) -> None:
    assert category_of(subject) == category
