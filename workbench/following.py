"""Follows a long search page by page: paused between two pages, with an honest time left."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import replace

from workbench.connectors.port import Connector, Page, Query
from workbench.connectors.pulse import pulse_of
from workbench.jobs import Progress, Report, hold_of

SPAN = 30.0  # seconds of the past whose pace counts
LEAST = 3.0  # seconds that have to be over before it does
TICK = 1.0  # seconds between two words while nothing comes


class Pace:
    """What really got done lately, waits for the tenant included: no limit and no hope counts."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._steps: deque[tuple[float, int]] = deque()

    def begin(self, done: int) -> None:
        """From here on; what was before (a pause, say) no longer counts."""
        self._steps.clear()
        self._steps.append((self._now(), done))

    def left(self, done: int, total: int) -> float | None:
        """Seconds; None while nothing tells."""
        now = self._now()
        if not self._steps:
            self.begin(done)
        if done != self._steps[-1][1]:
            self._steps.append((now, done))
        while len(self._steps) > 1 and self._steps[1][0] <= now - SPAN:
            self._steps.popleft()
        begun, before = self._steps[0]
        if now - begun < LEAST or done <= before or not total:
            return None
        return (now - begun) / (done - before) * (total - done)


async def followed(
    connector: Connector, query: Query, report: Report, noted: Callable[[Page], str]
) -> AsyncGenerator[Page, None]:
    """The pages of ``find``; ``noted`` is asked for the words once a page has been dealt with."""
    teller, hold = _Teller(connector, report), hold_of(report)
    async with aclosing(connector.find(query)) as pages:  # type: ignore[type-var] # an asynchronous generator in all of ours
        while True:
            if hold is not None and hold.paused:
                teller.pause()
                await hold.passed()
                teller.resume()
            page = await _patiently(pages, teller.say)
            if page is None:
                return
            yield page
            done, total = page.mailboxes_done, page.mailboxes_total
            teller.told = Progress(done, total, noted(page))
            teller.say()


class _Teller:
    def __init__(self, connector: Connector, report: Report) -> None:
        self._connector = connector
        self._report = report
        self._pace = Pace()
        self.told = Progress(0, 0)

    def pause(self) -> None:
        self._report(replace(self.told, note="paused", left=None))

    def resume(self) -> None:
        self._pace.begin(self.told.done)

    def say(self) -> None:
        """A wait that the tenant asked for comes on top of what the pace tells."""
        told, held = self.told, pulse_of(self._connector).held
        left = self._pace.left(told.done, told.total)
        if held >= TICK:
            words = f"the tenant asks to wait {held:.0f} s"
            told = replace(told, note=f"{told.note} · {words}" if told.note else words)
            left = None if left is None else left + held
        self._report(replace(told, left=left))


async def _patiently(pages: AsyncIterator[Page], tick: Callable[[], None]) -> Page | None:
    """The next page; ``tick`` is called while it does not come."""
    coming = asyncio.ensure_future(_next(pages))
    try:
        while not coming.done():
            await asyncio.wait({coming}, timeout=TICK)
            if not coming.done():
                tick()
        return coming.result()
    finally:
        if not coming.done():
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)


async def _next(pages: AsyncIterator[Page]) -> Page | None:
    return await anext(pages, None)
