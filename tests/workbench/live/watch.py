"""A watch on the simulated tenant, with a clock of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, select

from tests.workbench.live.clocks import ManualClock
from workbench.changes import Changes
from workbench.connectors.port import Connector
from workbench.connectors.watching import Watching
from workbench.live.pacing import Budget
from workbench.live.rounds import Rounds
from workbench.live.watcher import Watcher
from workbench.model.live import LiveState, Watch
from workbench.store.tables import COPY, MESSAGE
from workbench.store.workspace import Workspace
from workbench.synchronising import Synchroniser

PATIENCE = 60  # seconds: far above what any test takes
DAYS = 3_650
FAST = 1_000_000_000  # rounds a minute: the budget is none of these tests' business


class Story:
    """A running watch; ``until`` waits for its state, ``copies`` tells what is kept."""

    def __init__(self, workspace: Workspace, connector: Connector, clock: ManualClock) -> None:
        self.clock = clock
        self.told: list[LiveState] = []
        self._workspace = workspace
        self._changed = asyncio.Event()
        changes = Changes()
        changes.listen(lambda _: self._changed.set())
        assert isinstance(connector, Watching)
        rounds = Rounds(workspace, connector, connector.tenant.id, changes, clock)
        queues = Synchroniser(workspace, connector, changes).take_queues
        self.watcher = Watcher(connector, rounds, clock, self._hear, queues, Budget(clock, FAST))

    @property
    def state(self) -> LiveState:
        return self.watcher.state

    def _hear(self, state: LiveState) -> None:
        self.told.append(state)
        self._changed.set()

    async def until(self, true: Callable[[LiveState], bool]) -> LiveState:
        async with asyncio.timeout(PATIENCE):
            while not true(self.state):
                await self._changed.wait()
                self._changed.clear()
        return self.state

    async def quiet(self) -> LiveState:
        """Everything is caught up and nothing is under way."""
        return await self.until(
            lambda s: s.watch is Watch.WATCHING and s.following is not None
            and s.following > self.clock.now() and s.last is not None and not s.asking
        )  # fmt: skip

    async def goes_on(self, seconds: float, **how: bool) -> LiveState:
        """Time passes, and what is due then is done."""
        await self.passes(seconds, **how)
        return await self.quiet()

    async def passes(self, seconds: float, **how: bool) -> None:
        """Time passes, and the watch has noticed."""
        await self.clock.asleep()
        self.told.clear()
        self.clock.advance(seconds, **how)
        await self.until(lambda _: bool(self.told))

    async def copies(self, *, gone: bool = False) -> list[tuple[str, str]]:
        """Mailbox and Message-ID of each copy kept, those that left only when asked for."""

        def read(connection: Connection) -> list[tuple[str, str]]:
            there = COPY.c.gone.is_not(None) if gone else COPY.c.gone.is_(None)
            joined = COPY.join(MESSAGE, COPY.c.message == MESSAGE.c.id)
            columns = select(COPY.c.mailbox, MESSAGE.c.internet_id).select_from(joined)
            return sorted(
                (r.mailbox, r.internet_id) for r in connection.execute(columns.where(there))
            )

        return await self._workspace.run(read)


@asynccontextmanager
async def watching(
    workspace: Workspace,
    connector: Connector,
    clock: ManualClock | None = None,
    mailboxes: tuple[str, ...] = (),
    days: int = DAYS,
) -> AsyncIterator[Story]:
    await connector.connect()
    story = Story(workspace, connector, clock or ManualClock())
    task = asyncio.create_task(story.watcher.run(mailboxes, days))
    try:
        yield story
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await connector.close()


def run(story: Any) -> None:
    asyncio.run(story())
