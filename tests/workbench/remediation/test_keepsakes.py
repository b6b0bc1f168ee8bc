"""What Gmail deletes for good comes back from a sealed copy, as a new message, and says so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.tenant import SimulatedTenant
from tests.workbench.desks import ACTOR, google_profile_of
from tests.workbench.simulation.server.tiny import BAIT
from workbench.app import identities_of
from workbench.changes import Changes
from workbench.connectors.port import Query
from workbench.jobs import unheard
from workbench.model.remediation import ActionState, ActionView, ItemState
from workbench.remediation import anchors, keepsakes
from workbench.remediation.clock import SystemClock
from workbench.remediation.engine import RemediationEngine
from workbench.remediation.keepsakes import KEEP, Keeper
from workbench.remediation.reimport import BACK, NO_COPY
from workbench.remediation.scope import find_scope
from workbench.remediation.verification import verify
from workbench.store import messages
from workbench.store.database import connect
from workbench.store.workspace import Workspace

Story = Callable[["Case"], Awaitable[None]]


class Case:
    def __init__(self, workspace: Workspace, tenant: SimulatedTenant, keeps: bool = True) -> None:
        self.workspace = workspace
        self.tenant = tenant
        identities = identities_of(google_profile_of(tenant.facts))
        self.connector = identities.reader
        self.keeper = Keeper(workspace, self.connector, SystemClock())
        keeper = self.keeper if keeps else None
        self.engine = RemediationEngine(
            *(workspace, self.connector, SystemClock(), ACTOR, Changes(), identities), keeper=keeper
        )

    async def quarantine(self) -> ActionView:
        found = [page async for page in self.connector.find(Query(internet_id=BAIT))]
        copies = tuple(copy for page in found for copy in page.copies)
        await self.workspace.run(messages.save, copies)
        tenant = self.connector.tenant.id
        (message, *_) = await self.workspace.run(messages.ids_of, tenant, [BAIT])
        scope = await find_scope(self.connector, self.workspace, message, unheard)
        view = await self.engine.quarantine(scope, "phish", len(scope.selected), unheard)
        await self.engine.kept()
        return view

    def rows(self) -> list[dict[str, Any]]:
        listed = self.tenant.control("google-messages", internet_id=BAIT)["messages"]
        return [dict(row) for row in listed]

    def places(self) -> list[tuple[str, tuple[str, ...]]]:
        """Mailbox and labels of each copy, whatever its id."""
        return sorted((row["mailbox"], tuple(row["names"])) for row in self.rows())

    def kept(self) -> int:
        with closing(connect(self.workspace.path, read_only=True)) as raw:
            return int(raw.execute("SELECT count(*) FROM keepsake").fetchone()[0])


@pytest.fixture
def run(case_workspace: Workspace, tenant: SimulatedTenant) -> Iterator[Callable[..., None]]:
    def told(story: Story, *, keeps: bool = True) -> None:
        async def whole() -> None:
            case = Case(case_workspace, tenant, keeps)
            await case.connector.connect()
            try:
                await story(case)
            finally:
                await case.engine.stop()
                await case.connector.close()

        asyncio.run(whole())

    yield told
    outside = anchors.load(anchors.path_beside(case_workspace.path))
    found = case_workspace.run_blocking(verify, outside)
    assert found.holds, found.problems


def test_a_deleted_message_comes_back_with_its_labels_under_a_new_id(
    run: Callable[..., None],
) -> None:
    async def story(case: Case) -> None:
        before, ids = case.places(), {row["id"] for row in case.rows()}
        done = await case.quarantine()
        count = dict(done.counts)[ItemState.DONE]
        assert case.kept() == count > 1
        assert case.tenant.control("google-empty-bin")["removed"] >= count
        back = await case.engine.undo(done.id, unheard)
        items = await case.engine.items(back.id)
        assert {item.state for item in items} == {ItemState.RESTORED_ELSEWHERE}, items
        assert all(item.error.startswith(BACK) for item in items)
        assert case.places() == before
        assert len(ids & {row["id"] for row in case.rows()}) == len(before) - count
        assert case.kept() == 0

    run(story)


def test_a_plain_undo_needs_no_copy_and_erases_it(run: Callable[..., None]) -> None:
    async def story(case: Case) -> None:
        before = case.places()
        done = await case.quarantine()
        assert case.kept()
        back = await case.engine.undo(done.id, unheard)
        assert back.state is ActionState.COMPLETED
        assert case.places() == before
        assert case.kept() == 0

    run(story)


def test_without_a_copy_it_says_that_it_cannot_be_undone(run: Callable[..., None]) -> None:
    async def story(case: Case) -> None:
        done = await case.quarantine()
        assert case.kept() == 0
        case.tenant.control("google-empty-bin")
        left = case.rows()
        back = await case.engine.undo(done.id, unheard)
        items = await case.engine.items(back.id)
        assert {(item.state, item.error) for item in items} == {(ItemState.GONE, NO_COPY)}
        assert case.rows() == left

    run(story, keeps=False)


def test_an_end_in_the_middle_puts_nothing_in_twice(run: Callable[..., None]) -> None:
    """The copy was put in, and the program ended before it could say so."""

    async def story(case: Case) -> None:
        before = case.places()
        done = await case.quarantine()
        case.tenant.control("google-empty-bin")
        items = await case.engine.items(done.id)
        keeping = getattr(case.connector, "keeping")  # noqa: B009 - beside the port
        for item in items:
            kept = await case.workspace.run(keepsakes.of, item.ref)
            assert kept is not None
            vault = case.workspace.vault
            raw = await case.workspace.run(keepsakes.source, vault, kept.sha256)
            await case.workspace.run(keepsakes.ask, case.engine.author, done.id, kept)
            if item is not items[0]:
                place = case.workspace.run_blocking(_source, done.id, item.ref.key)
                await keeping.put_in(item.ref.mailbox, raw.data, place, kept.signs)
        back = await case.engine.undo(done.id, unheard)
        counts = dict(back.counts)
        assert counts == {ItemState.REVIEW: 1, ItemState.RESTORED_ELSEWHERE: len(items) - 1}
        assert len(case.places()) == len(before) - 1

    run(story)


def _source(connection: Any, action: str, key: str) -> str:
    sql = "SELECT src_folder FROM item WHERE action = ? AND key = ?"
    return str(connection.exec_driver_sql(sql, (action, key)).scalar_one())


def test_copies_are_sealed_and_erased_after_their_time(
    run: Callable[..., None], case_workspace: Workspace
) -> None:
    async def story(case: Case) -> None:
        await case.quarantine()
        assert case.kept()
        clock = SystemClock()
        await case.workspace.run(keepsakes.expire, clock.now() + KEEP - timedelta(minutes=1))
        assert case.kept()
        await case.workspace.run(keepsakes.expire, clock.now() + KEEP + timedelta(minutes=1))
        assert case.kept() == 0
        with closing(connect(case.workspace.path, read_only=True)) as raw:
            assert raw.execute("SELECT count(*) FROM blob").fetchone()[0] == 0

    run(story)
    assert BAIT.encode() not in _without_index(case_workspace.path)


def _without_index(path: Path) -> bytes:
    """The parts of sealed mail alone: metadata lies in clear."""
    with closing(connect(path, read_only=True)) as raw:
        return b"".join(row[0] for row in raw.execute("SELECT sealed FROM blob_part"))
