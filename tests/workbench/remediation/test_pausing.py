"""An action is paused by a person or by a full disk, says so, and goes on when it is let."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.workbench.remediation.bench import Bench, open_bench
from tests.workbench.remediation.tenant import MemoryTenant
from workbench.connectors.port import Move, MoveReply
from workbench.errors import RemediationRefused, StoreError
from workbench.jobs import Progress, unheard
from workbench.model.remediation import ActionState, ActionView, ItemState
from workbench.remediation.run import FULL
from workbench.store.database import connect
from workbench.store.reserve import Reserve

COPIES = 24


@pytest.fixture
def wide(tmp_path: Path) -> Bench:
    tenant = MemoryTenant()
    for number in range(COPIES):
        tenant.deliver(1, f"box{number // 12}", key=f"copy{number}")
    return open_bench(tmp_path, tenant)


async def _paused(bench: Bench) -> ActionView:
    """An action that was paused after its first copies."""
    scope = await bench.scope()
    paused: list[asyncio.Task[ActionView]] = []

    def on_progress(progress: Progress) -> None:
        if not paused and bench.tenant.effects:
            (id,) = bench.engine.running
            paused.append(asyncio.create_task(bench.engine.pause(id)))

    view = await bench.engine.quarantine(scope, "phish", 0, on_progress)
    assert await paused[0] == view
    return view


def test_a_paused_action_waits_for_a_person(wide: Bench) -> None:
    async def story() -> None:
        view = await _paused(wide)
        assert (view.state, view.note) == (ActionState.PAUSED, "Paused by ann@contoso.example")
        moved = len(wide.tenant.effects)
        assert 0 < moved < COPIES
        assert await wide.engine.resume(unheard) == ()
        assert len(wide.tenant.effects) == moved
        with pytest.raises(RemediationRefused, match="does not run here"):
            await wide.engine.pause(view.id)
        done = await wide.engine.proceed(view.id, unheard)
        assert (done.state, done.note) == (ActionState.COMPLETED, "")
        assert done.counts == ((ItemState.DONE, COPIES),)
        assert len(wide.tenant.effects) == COPIES
        assert (await wide.engine.verify()).holds

    asyncio.run(story())
    wide.workspace.close()


def test_a_paused_action_can_be_cancelled(wide: Bench) -> None:
    async def story() -> None:
        view = await _paused(wide)
        done = await wide.engine.cancel(view.id)
        assert done.state is ActionState.CANCELLED
        assert dict(done.counts)[ItemState.SKIPPED] > 0

    asyncio.run(story())
    wide.workspace.close()


class Lifting(Reserve):
    """Gives back pages of the database's own bound, which fills like a disk."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench.workspace.path)
        self._raw = bench.workspace._raw
        self.given = 0

    def prepare(self) -> None:
        self.given = 0

    def release(self) -> bool:
        self.given += 1
        self._raw.execute("PRAGMA max_page_count=100000")
        return self.given == 1


class Filling(MemoryTenant):
    """A tenant at whose first move the disk fills."""

    raw: sqlite3.Connection

    async def move(self, moves: list[Move]) -> tuple[MoveReply, ...]:  # type: ignore[override]
        if not self.effects:
            pages = self.raw.execute("PRAGMA page_count").fetchone()[0]
            self.raw.execute(f"PRAGMA max_page_count={pages}")
        return await super().move(moves)


def test_a_full_disk_pauses_with_words_and_loses_nothing(tmp_path: Path) -> None:
    tenant = Filling()
    for number in range(COPIES * 4):
        tenant.deliver(1, f"box{number // 12}", key=f"copy{number}")
    bench = open_bench(tmp_path, tenant)
    tenant.raw = bench.workspace._raw
    bench.workspace.reserve = lifting = Lifting(bench)

    async def story() -> None:
        view = await bench.quarantine(confirmed=COPIES * 4)
        assert (view.state, view.note) == (ActionState.PAUSED, FULL)
        assert lifting.given == 1
        assert 0 < len(tenant.effects) < COPIES * 4
        done = await bench.engine.proceed(view.id, unheard)
        assert done.counts == ((ItemState.DONE, COPIES * 4),)
        assert len(tenant.effects) == COPIES * 4
        assert (await bench.engine.verify()).holds

    asyncio.run(story())
    bench.workspace.close()


def test_without_room_for_the_reserve_nothing_begins(bench: Bench) -> None:
    bench.workspace.reserve.path.mkdir()

    async def story() -> None:
        with pytest.raises(StoreError, match="free some space"):
            await bench.quarantine()

    asyncio.run(story())
    assert bench.tenant.effects == []
    with closing(connect(bench.workspace.path, read_only=True)) as raw:
        assert raw.execute("SELECT state FROM action").fetchone()[0] == "running"
