"""Repeats the search of an action when its looks are due, for as long as a tenant is connected."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from workbench.changes import Change, Changes
from workbench.errors import ConnectorError, WorkbenchError
from workbench.jobs import unheard
from workbench.live.pacing import Pause
from workbench.unwatched import begun

if TYPE_CHECKING:
    from workbench.connectors.port import Connector
    from workbench.live.armed import ArmedPolicies
    from workbench.remediation.audit import Author
    from workbench.remediation.clock import Clock
    from workbench.remediation.sweeps import Due
    from workbench.store.workspace import Workspace

TICK = 20.0  # seconds until the next look at the clock, which may have jumped or slept

log = logging.getLogger(__name__)


class Sweeper:
    """It looks and writes to no mailbox; what it finds waits as a proposal."""

    def __init__(self, workspace: Workspace, changes: Changes, clock: Clock | None = None) -> None:
        self._workspace = workspace
        self._changes = changes
        self._clock = clock
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        changes.listen(self._hear)

    def start(
        self, connector: Connector, author: Author, armed: ArmedPolicies | None = None
    ) -> None:
        """Nothing where the workspace can only be read: who has it open looks."""
        if self._workspace.read_only or self._task is not None:
            return
        self._task = begun(self._run(connector, author, armed), "The second looks", log)

    async def stop(self) -> None:
        """A look under way is left; it is still due the next time."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def _hear(self, change: Change) -> None:
        if change.actions or change.proposals:
            self._woken.set()

    async def _run(self, connector: Connector, author: Author, armed: ArmedPolicies | None) -> None:
        from workbench.remediation import sweeps
        from workbench.remediation.clock import SystemClock

        clock = self._clock or SystemClock()
        pause = Pause(clock)
        while True:
            due = await self._workspace.run(sweeps.due, connector.tenant.id, clock.now())
            for look in due if not pause.left else ():
                trouble = await self._look(connector, author, look, clock)
                pause.ask_again_after() if trouble else pause.ease()
                if isinstance(trouble, ConnectorError):
                    break  # others would meet the same
            if not pause.left and await self._freeze(connector, author) is not None:
                pause.ask_again_after()
            if armed is not None and await armed.run():
                self._changes.tell(Change(proposals=True))
            await self._rest(clock)

    async def _rest(self, clock: Clock) -> None:
        sleeping = asyncio.ensure_future(clock.sleep(TICK))
        waking = asyncio.ensure_future(self._woken.wait())
        try:
            await asyncio.wait({sleeping, waking}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sleeping, waking):
                task.cancel()
            await asyncio.gather(sleeping, waking, return_exceptions=True)
        self._woken.clear()

    async def _look(
        self, connector: Connector, author: Author, look: Due, clock: Clock
    ) -> WorkbenchError | None:
        """What stood in its way; it is due still."""
        from workbench.live.second_look import look_once

        trouble = await look_once(connector, self._workspace, author, clock, look, unheard)
        self._tell(look)
        return trouble

    async def _freeze(self, connector: Connector, author: Author) -> WorkbenchError | None:
        """What stood in its way; what was matched waits on."""
        from workbench.live.freezer import freeze_matched

        try:
            frozen = await freeze_matched(connector, self._workspace, author)
        except WorkbenchError as error:
            log.info("What was matched is not frozen yet: %s", error)
            return error
        if frozen:
            self._changes.tell(Change(proposals=True))
        return None

    def _tell(self, look: Due) -> None:
        self._changes.tell(Change(actions=frozenset({look.action}), proposals=True))
