"""Anchors the log beside the workspace and with every sink, without ever holding up an action.

A sink that does not answer is told of and tried again with the next anchor; a later head covers all
earlier ones, so that nothing has to be caught up.
"""

from __future__ import annotations

import asyncio
import logging
import platform
from collections.abc import Callable, Sequence

from workbench.anchoring.draft import DraftSink
from workbench.anchoring.note import Note, Sink
from workbench.connectors.port import Connector
from workbench.errors import StoreError, WorkbenchError
from workbench.model.anchors import BESIDE
from workbench.remediation import anchors
from workbench.remediation.anchors import Anchor, AnchorFile
from workbench.remediation.clock import Clock
from workbench.store.workspace import Workspace

SECONDS = 10.0  # for one note to one sink
LAST_SECONDS = 5.0  # for what is under way when an identity or the program goes

log = logging.getLogger(__name__)


class Anchoring:
    """``told`` is called whenever a sink stands otherwise."""

    def __init__(
        self,
        workspace: Workspace,
        clock: Clock,
        sinks: Sequence[Sink] = (),
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self._workspace = workspace
        self._clock = clock
        self._file = AnchorFile(anchors.path_beside(workspace.path), clock)
        self._sinks = tuple(sinks)
        self._told = told
        self._sending: dict[str, asyncio.Task[None]] = {}
        self._failing: set[str] = set()

    async def drop(self, kind: str, connector: Connector) -> None:
        """Waits for the file alone; ``connector`` is the tenant as it may be used now."""
        try:
            await self._workspace.run(self._file.drop, kind)
            self._mend(BESIDE)
        except StoreError as error:
            await self._fail(BESIDE, str(error))
        for sink in self._sinks:
            if sink.name not in self._sending:  # else the next anchor covers this one
                task = asyncio.create_task(self._send(sink, kind, connector))
                self._sending[sink.name] = task

    async def settle(self, *, drafts_only: bool = False) -> None:
        """What is under way, within bounded time: ``drafts_only`` before an identity goes."""
        names = [s.name for s in self._sinks if isinstance(s, DraftSink) or not drafts_only]
        tasks = [self._sending[name] for name in names if name in self._sending]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=LAST_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _send(self, sink: Sink, kind: str, connector: Connector) -> None:
        try:
            anchor = await self._workspace.run(anchors.due, sink.name, kind)
            if anchor is not None:
                await self._deliver(sink, anchor, connector)
        except StoreError as error:
            log.warning("Whether %s has its anchor could not be stored: %s", sink.name, error)
        except asyncio.CancelledError:
            await self._fail(sink.name, "the program or the action ended before it answered")
            raise
        finally:
            self._sending.pop(sink.name, None)

    async def _deliver(self, sink: Sink, anchor: Anchor, connector: Connector) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                receipt = await sink.send(self._note(anchor), connector)
        except TimeoutError:
            await self._fail(sink.name, f"no answer within {SECONDS:.0f} s")
        except (WorkbenchError, OSError) as error:
            await self._fail(sink.name, str(error) or type(error).__name__)
        else:
            await self._workspace.run(anchors.keep, anchor, sink.name, receipt, self._clock)
            self._mend(sink.name)

    def _note(self, anchor: Anchor) -> Note:
        where = (self._workspace.path.name, platform.node(), self._clock.now())
        return Note(anchor.seq, anchor.hash, anchor.kind, *where)

    def _mend(self, name: str) -> None:
        if name in self._failing:
            self._failing.discard(name)
            self._told()

    async def _fail(self, name: str, reason: str) -> None:
        self._failing.add(name)
        log.info("The audit log could not be anchored at %s: %s", name, reason)
        try:
            await self._workspace.run(anchors.trouble, name, reason, self._clock)
        except StoreError as error:
            log.warning("That could not be stored: %s", error)
        self._told()
