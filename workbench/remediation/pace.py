"""How fast an action asks: fewer requests at a time when the tenant is busy, more when it is not.

Additive increase, multiplicative decrease; waits carry full jitter, and a Retry-After is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from workbench.remediation.clock import Clock

WIDEST = 4  # bulk requests under way at a time: what can no longer be held back at a halt
FIRST_WAIT = 0.5  # seconds; doubled with each attempt
LONGEST_WAIT = 30.0
PATIENCE = 900.0  # seconds of nothing but "busy" after which a person should decide


class Pace:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._window = float(WIDEST)
        self._active = 0
        self._not_before = 0.0
        self._answered = clock.monotonic()
        self._freed = asyncio.Condition()

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Room for one request."""
        async with self._freed:
            await self._freed.wait_for(lambda: self._active < int(self._window))
            self._active += 1
        try:
            delay = self._not_before - self._clock.monotonic()
            if delay > 0:
                await self._clock.sleep(delay)
            yield
        finally:
            self._active -= 1
            async with self._freed:
                self._freed.notify_all()

    def fine(self) -> None:
        self._answered = self._clock.monotonic()
        self._window = min(float(WIDEST), self._window + 1 / self._window)

    def busy(self, retry_after: float = 0.0) -> None:
        """``retry_after`` holds back every request, not only the one that was refused."""
        self._window = max(1.0, self._window / 2)
        self._not_before = max(self._not_before, self._clock.monotonic() + retry_after)

    def wait(self, attempt: int, asked: float = 0.0) -> float:
        """Seconds until the next attempt: what was asked for, else exponential."""
        if asked > 0:
            return asked * (1 + 0.1 * self._clock.jitter())
        return float(min(LONGEST_WAIT, FIRST_WAIT * 2.0**attempt) * self._clock.jitter())

    @property
    def is_exhausted(self) -> bool:
        return self._clock.monotonic() - self._answered > PATIENCE
