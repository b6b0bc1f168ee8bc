"""A clock that stands still until it is told to go on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class ManualClock:
    """Short waits pass at once, so that only what a test advances by counts."""

    def __init__(self) -> None:
        self._now = datetime.now(UTC)
        self._time = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        self._lain_down = asyncio.Event()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._time

    async def sleep(self, seconds: float) -> None:
        if seconds < 1.0:
            await asyncio.sleep(0)
            return
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._time + seconds, sleeper))
        self._lain_down.set()
        await sleeper

    async def asleep(self) -> None:
        """Returns once somebody sleeps."""
        while not any(not sleeper.done() for _, sleeper in self._sleepers):
            self._lain_down.clear()
            await self._lain_down.wait()

    def jitter(self) -> float:
        return 1.0

    def advance(self, seconds: float, *, awake: bool = True) -> None:
        """``awake`` is false for a sleep of the computer, which only the wall clock notices; then
        whoever sleeps wakes all the same, a little later."""
        self._now += timedelta(seconds=seconds)
        self._time += seconds if awake else 10.0
        for moment, sleeper in self._sleepers:
            if moment <= self._time and not sleeper.done():
                sleeper.set_result(None)
        self._sleepers = [pair for pair in self._sleepers if not pair[1].done()]
