"""The desk watches the tenant it is connected to, and says how that stands."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import open_desk, profile_of, rows, until
from workbench.errors import StoreError
from workbench.isolation.client import AnalysisHost
from workbench.jobs import unheard
from workbench.model.live import Watch, WatchChoice
from workbench.model.rows import View


def test_a_desk_without_a_tenant_watches_nothing(case: Path, analysis_host: AnalysisHost) -> None:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            with pytest.raises(StoreError, match="once a tenant is connected"):
                await desk.watch(True, unheard)
            assert (await desk.watch(False, unheard)).watch is Watch.OFF

    asyncio.run(story())


def test_a_desk_brings_in_new_mail_by_itself_until_it_is_paused(
    case: Path, analysis_host: AnalysisHost, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            await desk.connect(profile_of(tenant.facts), unheard)
            box = tenant.world.people[0].key
            named = tenant.control("deliver", kind="incoming", mailbox=box, subject="Fresh today")
            await desk.watch(True, unheard)
            await until(desk.changes, lambda: "Fresh today" in {r.subject for r in rows(case)})
            tenant.user("report", mailbox=box, message=named["internet_ids"][0])
            await until(desk.changes, lambda: desk.live.watch is Watch.WATCHING)
            await desk.refresh(unheard)
            reported = {row.subject for row in rows(case, View.REPORTED)}
            assert "Fresh today" in reported
            assert desk.live.on
            assert (await desk.watch(False, unheard)).watch is Watch.OFF
            assert not [
                task for task in asyncio.all_tasks() if task.get_name() == "The watch for new mail"
            ]

    asyncio.run(story())


def test_a_desk_watches_the_mailboxes_that_were_chosen(
    case: Path, analysis_host: AnalysisHost, tenant: SimulatedTenant
) -> None:
    async def story() -> None:
        async with open_desk(case, analysis_host) as desk:
            with pytest.raises(StoreError, match="once a tenant is connected"):
                await desk.mailboxes(unheard)
            await desk.connect(profile_of(tenant.facts), unheard)
            boxes = await desk.mailboxes(unheard)
            assert [box.address for box in boxes] == sorted(box.address for box in boxes)
            await desk.watch(True, unheard)
            await until(desk.changes, lambda: desk.live.mailboxes == len(boxes))
            choice = WatchChoice((boxes[0].key,), 7)
            await desk.watch_these(choice, unheard)
            await until(desk.changes, lambda: desk.live.mailboxes == 1)
            assert desk.watched == choice
            await desk.connect(profile_of(tenant.facts), unheard)
            assert desk.watched == WatchChoice()

    asyncio.run(story())
