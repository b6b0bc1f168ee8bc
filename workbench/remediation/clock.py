"""Time as remediation needs it, handed in so that waiting can be tested without waiting."""

from __future__ import annotations

import asyncio
import random
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Wall time, for people; never for ordering or waiting."""

    def monotonic(self) -> float:
        """Seconds that only ever grow."""

    async def sleep(self, seconds: float) -> None: ...

    def jitter(self) -> float:
        """A random share from 0 to 1, so that many clients do not come back together."""


class SystemClock:
    def __init__(self) -> None:
        self._random = random.SystemRandom()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def jitter(self) -> float:
        return self._random.random()
