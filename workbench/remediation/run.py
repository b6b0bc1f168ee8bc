"""Drives one action until every item is settled, or until it must stop.

There is no separate recovery: an item found in INTENT after a crash is read first like any other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from workbench.following import Pace
from workbench.jobs import Progress, Report
from workbench.model.remediation import ActionState
from workbench.remediation import calendars, journal
from workbench.remediation.batch import BatchWork, Surroundings
from workbench.remediation.cleaning import annotate, tidied
from workbench.remediation.items import Item
from workbench.remediation.journal import Action
from workbench.remediation.pace import WIDEST
from workbench.remediation.queue import Queue
from workbench.remediation.waves import Watch, in_waves, waves

FULL = "The disk with the workspace is full. What was under way is written down: free some space"
ANCHOR_ROUNDS = 25  # batches between two looks at whether an anchor is due


class ActionRun:
    """One action under way.  ``stop``, ``pause`` and ``cancel`` end it politely: what is under way
    is finished first.  ``changed`` is called after each step; an action of more than
    ``waves_above`` copies goes in waves."""

    def __init__(
        self,
        around: Surroundings,
        action: Action,
        items: Sequence[Item],
        report: Report,
        changed: Callable[[], None],
        waves_above: int,
    ) -> None:
        self._around = around
        self._action = action
        self._limited = in_waves(action, waves_above)
        self._waves = tuple(waves(items, limited=self._limited))
        self._left = len(items)  # of waves not begun
        self._queue = Queue(())
        self._watch = Watch(limited=self._limited)
        self._batches = BatchWork(around, action)
        self._done = action.items - len(items)
        self._rounds = 0
        self._report = report
        self._changed = changed
        self._pace = Pace(around.clock.monotonic)
        self._stopping = False
        self._pause = ""
        self._cancelling = action.cancelling
        self.ended = asyncio.Event()

    def stop(self) -> None:
        """Leaves the action RUNNING in the journal, to be gone on with later."""
        self._stopping = True

    def pause(self, note: str) -> None:
        """Until a person lets it go on; the first reason stands."""
        self._pause = self._pause or note
        self._stopping = True

    def cancel(self) -> None:
        self._cancelling = True

    async def drive(self) -> None:
        try:
            self._say()
            await self._work()
            await self._close()
        finally:
            self.ended.set()
        self._say()

    async def _work(self) -> None:
        """Wave after wave, as long as each ends well."""
        for wave in self._waves:
            self._left -= len(wave)
            self._queue = Queue(wave)
            self._watch = Watch(limited=self._limited)
            await self._all_at_once()
            if len(self._queue) or self._batches.transport.ending is not None:
                return
            if self._left and not self._cancelling and (why := self._watch.verdict):
                self._batches.transport.end(ActionState.HALTED, why)
                return

    async def _all_at_once(self) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(WIDEST):
                    group.create_task(self._worker())
        except BaseExceptionGroup as failures:
            raise failures.exceptions[0] from None

    async def _worker(self) -> None:
        while not self._stopping and self._batches.transport.ending is None:
            if self._cancelling:
                await self._skip_pending()
            now = self._around.clock.monotonic()
            batch = self._queue.take(now)
            if batch:
                await self._round(batch)
                continue
            due = self._queue.next_at
            if due is None or due <= now:
                return  # what is left is under way with another worker, who sees it through
            await self._around.clock.sleep(due - now)

    async def _round(self, batch: list[Item]) -> None:
        after = list(batch)
        try:
            after = await self._batches.advance(batch, cancelling=self._cancelling)
        finally:
            self._queue.give_back(batch, after)
        self._count(after)
        if self._around.workspace.is_full:
            self.pause(FULL)
        self._rounds += 1
        if self._rounds % ANCHOR_ROUNDS == 0:
            await self._around.anchors.drop("progress", self._around.connector)

    async def _skip_pending(self) -> None:
        pending = self._queue.drop_pending()
        if pending:
            self._count(await self._batches.skip(pending))

    def _count(self, items: Sequence[Item]) -> None:
        self._done += sum(not item.is_open for item in items)
        self._watch.take(items)
        if not self._cancelling and (why := self._watch.alarm):
            self._batches.transport.end(ActionState.HALTED, why)
        self._say()

    async def _close(self) -> None:
        """Writes how it ended; a stopped action stays as it is in the journal."""
        run, author = self._around.workspace.run, self._around.author
        ending = self._batches.transport.ending
        if not len(self._queue) and not self._left:
            events = await calendars.settled(self._around, self._action)
            tidy = await tidied(self._around, self._action)
            action = await run(journal.load, self._action.id)
            await run(journal.finish, author, action)
            if told := "; ".join(filter(None, (events, tidy))):
                await run(annotate, self._action.id, told)
        elif self._pause and not self._cancelling:
            await run(journal.pause, author, self._action.id, self._pause)
        elif ending is not None:
            await run(journal.set_state, author, self._action.id, ending.state, ending.note)
        await self._around.anchors.drop("finish", self._around.connector)

    def _say(self) -> None:
        left = self._pace.left(self._done, self._action.items)
        self._report(Progress(self._done, self._action.items, "", left))
        self._changed()
