"""The watch for new mail of the tenant that is connected: begun, stopped, woken, told of."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.changes import Change, Changes
from workbench.errors import PermissionMissing
from workbench.model.live import LiveState, Watch, WatchChoice
from workbench.synchronising import Synchroniser
from workbench.unwatched import begun

if TYPE_CHECKING:
    from workbench.connectors.port import Connector
    from workbench.live.watcher import Watcher
    from workbench.remediation.clock import Clock
    from workbench.store.workspace import Workspace

log = logging.getLogger(__name__)


class LiveService:
    """``arrived`` is called after every page that touched messages."""

    def __init__(
        self,
        workspace: Workspace,
        changes: Changes,
        arrived: Callable[[], None],
        clock: Clock | None = None,
    ) -> None:
        self._workspace = workspace
        self._changes = changes
        self._arrived = arrived
        self._clock = clock
        self._watcher: Watcher | None = None
        self._task: asyncio.Task[None] | None = None
        self.state = LiveState()
        self.choice = WatchChoice()

    async def choose(self, choice: WatchChoice) -> None:
        """What is watched from the next start on; a watch that runs is stopped for it."""
        if choice != self.choice:
            await self.stop()
        self.choice = choice

    async def start(self, connector: Connector) -> LiveState:
        """By ``choice``.  A watch that runs goes on."""
        from workbench.connectors.watching import NO_CHANGES, Watching

        if not isinstance(connector, Watching):
            raise PermissionMissing("changes", NO_CHANGES)
        if self._workspace.read_only:
            raise PermissionMissing("changes", self._workspace.read_only)
        if self._task is None or self._task.done():
            self._watcher = self._made(connector)
            work = self._watcher.run(self.choice.mailboxes, self.choice.days)
            self._task = begun(work, "The watch for new mail", log)
        return self.state

    async def stop(self) -> LiveState:
        """Rounds under way end at their last page, and go on there when the watch begins again."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = self._watcher = None
        if self.state.on:
            self._hear(replace(self.state, watch=Watch.OFF))
        return self.state

    def wake(self) -> None:
        if self._watcher is not None:
            self._watcher.wake()

    def _made(self, connector: Connector) -> Watcher:
        from workbench.connectors.watching import Watching
        from workbench.live.rounds import Rounds
        from workbench.live.watcher import Watcher
        from workbench.remediation.clock import SystemClock

        assert isinstance(connector, Watching)
        clock = self._clock or SystemClock()
        told = Changes()
        told.listen(self._pass_on)
        rounds = Rounds(self._workspace, connector, connector.tenant.id, told, clock)
        queues = Synchroniser(self._workspace, connector, told).take_queues
        return Watcher(connector, rounds, clock, self._hear, queues)

    def _pass_on(self, change: Change) -> None:
        self._changes.tell(change)
        if change.messages:
            self._arrived()

    def _hear(self, state: LiveState) -> None:
        self.state = state
        self._changes.tell(Change(live=True))
