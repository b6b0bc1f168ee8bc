"""Time as requests need it: whatever a sleep claims to have lasted has passed."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable

Sleep = Callable[[float], Awaitable[None]]


class Ticker:
    """``sleep`` may return early, as those of tests do: then the time jumps."""

    def __init__(
        self,
        sleep: Sleep = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._sleep = sleep
        self._monotonic = monotonic
        self._jumped = 0.0
        self.chance = chance  # from 0 to 1

    def now(self) -> float:
        return self._monotonic() + self._jumped

    async def sleep(self, seconds: float) -> None:
        begun = self._monotonic()
        await self._sleep(seconds)
        self._jumped += max(0.0, seconds - (self._monotonic() - begun))
