"""Time that passes only when everybody sleeps, and then at once."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Coroutine
from itertools import count
from typing import Any

TURNS = 50  # of the loop in which nothing but sleeping is left to do


class VirtualClock:
    """``ticker`` for what is under test; ``chance`` is what its dice show."""

    def __init__(self, chance: float = 0.0) -> None:
        self._time = 0.0
        self._chance = chance
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def now(self) -> float:
        return self._time

    def chance(self) -> float:
        return self._chance

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._time + seconds, next(self._numbers), turn))
        await turn

    def run(self, *work: Coroutine[Any, Any, Any], until: float = float("inf")) -> None:
        """Until all of it is done, or the time has come."""
        asyncio.run(self._run(work, until))

    async def _run(self, work: tuple[Coroutine[Any, Any, Any], ...], until: float) -> None:
        tasks = [asyncio.create_task(each) for each in work]
        while not all(task.done() for task in tasks):
            for _ in range(TURNS):
                await asyncio.sleep(0)
            if not self._sleepers or self._sleepers[0][0] > until:
                break
            self._time, _, turn = heapq.heappop(self._sleepers)
            if not turn.done():
                turn.set_result(None)
        for task in tasks:
            task.cancel()
        for answer in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(answer, Exception):
                raise answer
