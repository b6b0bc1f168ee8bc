"""One mailbox: how much of it is under way, how much was asked lately, until when it is held."""

from __future__ import annotations

import asyncio
from collections import deque

from workbench.connectors.traffic.limits import Limits
from workbench.connectors.traffic.ticker import Ticker
from workbench.connectors.traffic.window import Window


class Lane:
    __slots__ = ("_limits", "_ticker", "_under_way", "_waiting", "_window", "held")

    def __init__(self, limits: Limits, ticker: Ticker) -> None:
        self._limits = limits
        self._ticker = ticker
        self._under_way = 0
        self._waiting: deque[asyncio.Future[None]] | None = None
        self._window = Window(limits.mailbox)
        self.held = 0.0  # a moment of the ticker before which nothing is asked

    async def enter(self, places: int, units: float) -> None:
        """Waits for room; more places than there are count as all of them."""
        places = min(places, self._limits.at_once)
        while self._under_way + places > self._limits.at_once or self._delay(units) > 0:
            if delay := self._delay(units):
                await self._ticker.sleep(delay)
            else:
                await self._turn()
        self._under_way += places
        self._window.spend(units, self._ticker.now())

    def leave(self, places: int) -> None:
        self._under_way -= min(places, self._limits.at_once)
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    def is_idle(self, now: float) -> bool:
        """Nothing is remembered here that still counts."""
        free = not self._under_way and not self._waiting and self.held <= now
        return free and not self._window.spent(now)

    def _delay(self, units: float) -> float:
        now = self._ticker.now()
        return max(self.held - now, self._window.delay(units, now))

    async def _turn(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting = self._waiting or deque()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave(0)  # it was our turn: the next one's, then
            raise
