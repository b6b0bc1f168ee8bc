"""Analyses reported and flagged mail on its own, before anybody opens it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from workbench.changes import Change, Changes
from workbench.errors import WorkbenchError
from workbench.jobs import Progress, Report
from workbench.reading import MessageReader
from workbench.store.workspace import Workspace
from workbench.unwatched import begun

WIDTH = 2  # messages at a time; the host keeps a place free for what the analyst opens
ROUND = 200  # messages asked for at once
OLD = 10  # rounds through old mail after new rules

log = logging.getLogger(__name__)


class Background:
    """One run at a time; asked again meanwhile, it goes once more at its end."""

    def __init__(
        self,
        workspace: Workspace,
        reader: MessageReader,
        changes: Changes,
        proposes: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        """Where ``proposes`` says so, old mail is held against new rules as well."""
        self._proposes = proposes
        self._workspace = workspace
        self._reader = reader
        self._changes = changes
        self._task: asyncio.Task[None] | None = None
        self._again = False

    def start(self) -> None:
        if self._workspace.read_only:
            return
        if self._task is not None and not self._task.done():
            self._again = True
            return
        self._task = begun(self._run(), "The background analysis", log)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self) -> None:
        while True:
            self._again = False
            try:
                await analyse_waiting(self._workspace, self._reader, lambda _: None)
                if self._proposes is not None and await self._proposes():
                    await analyse_outdated(self._workspace, self._reader)
            except* WorkbenchError as trouble:
                log.info("Background analysis stopped: %s", trouble.exceptions[0])
            self._changes.tell(Change(lists=True))
            if not self._again:
                return


async def analyse_waiting(workspace: Workspace, reader: MessageReader, report: Report) -> int:
    """Until nothing waits; gives how many were tried.  One that fails is not tried again here;
    trouble with the tenant ends it, as a group, and leaves what still waits waiting."""
    from workbench.store import analyses

    await reader.key()  # marks what older checks judged as waiting too
    tried: set[int] = set()
    while True:
        waiting = await workspace.run(analyses.waiting, ROUND)
        todo = [id for id in waiting if id not in tried]
        if not todo:
            return len(tried)
        tried.update(todo)
        await _round(reader, todo, report)


async def analyse_outdated(workspace: Workspace, reader: MessageReader) -> None:
    """Mail whose bytes are kept and whose verdict is one of older rules, the newest of it."""
    from workbench.store import analyses

    for _ in range(OLD):
        todo = await workspace.run(analyses.outdated, ROUND)
        await _round(reader, list(todo), lambda _: None)
        if len(todo) < ROUND:
            return


async def _round(reader: MessageReader, todo: list[int], report: Report) -> None:
    places = asyncio.Semaphore(WIDTH)
    done = 0

    async def one(id: int) -> None:
        nonlocal done
        async with places:
            await reader.open(id, lambda _: None, background=True)
        done += 1
        report(Progress(done, len(todo), "messages analysed"))

    async with asyncio.TaskGroup() as group:
        for id in todo:
            group.create_task(one(id))
