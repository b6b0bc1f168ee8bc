"""Lets requests to one tenant go out as fast as limits and the tenant's own word allow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from workbench.connectors.traffic.budget import RetryBudget
from workbench.connectors.traffic.congestion import Congestion
from workbench.connectors.traffic.lane import Lane
from workbench.connectors.traffic.limits import Limits
from workbench.connectors.traffic.ticker import Ticker
from workbench.connectors.traffic.window import Window

JITTER = 0.1  # of a wait that was asked for comes on top, so that clients do not come together
LOOK = 2.0  # seconds until the next look at a rate that may have grown
SWEEP = 1_000  # mailboxes remembered before the first look for those that need not be


@dataclass(frozen=True, slots=True)
class Need:
    """What one request asks of one mailbox: ``places`` of those it serves at a time, and units;
    ``operations`` is how many it carries where those are more than its places."""

    places: int = 1
    units: float = 1.0
    operations: int = 0

    @property
    def weight(self) -> int:
        """Operations that are asked for, and asked again with it."""
        return max(self.places, self.operations)


Needs = Mapping[str, Need]  # by mailbox; "" is no mailbox at all


class Traffic:
    """``sent`` (HTTP requests) and ``units`` count repetitions too."""

    def __init__(self, limits: Limits, ticker: Ticker | None = None) -> None:
        self.ticker = ticker or Ticker()
        self._limits = limits
        self._lanes: dict[str, Lane] = {}
        self._slots = asyncio.Semaphore(limits.width)
        self._total = Window(limits.total)
        self._congestion = Congestion(limits.total.rate, self.ticker.now())
        self._held = 0.0
        self.budget = RetryBudget()
        self.sent, self.units = 0, 0.0
        self._sweep = SWEEP

    @property
    def width(self) -> int:
        return self._limits.width

    @property
    def held(self) -> float:
        """Seconds that everything still has to wait because the tenant asked for it."""
        return max(0.0, self._held - self.ticker.now())

    @property
    def rate(self) -> float:
        """Units a second that the tenant bears, as far as is known."""
        return self._congestion.rate(self.ticker.now())

    @asynccontextmanager
    async def admitted(self, needs: Needs) -> AsyncIterator[None]:
        """Room for one request.  Mailboxes are entered in one order, so that two requests never
        wait for each other."""
        async with AsyncExitStack() as stack:
            await self._wait_for_holds(needs)
            for name in sorted(filter(None, needs)):
                lane, places = self._lane(name), needs[name].places
                await lane.enter(places, needs[name].units)
                stack.callback(lane.leave, places)
            await stack.enter_async_context(self._slots)
            await self._pass(sum(need.units for need in needs.values()))
            yield

    def answered(self, *, refused: bool) -> None:
        """What one request, or one part of one, came to."""
        self._congestion.answered(self.ticker.now(), refused=refused)

    def hold(self, needs: Needs, seconds: float) -> None:
        """Nothing more is asked of the one mailbox named, or of any, for so long."""
        until = self.ticker.now() + seconds
        if len(needs) == 1 and (name := next(iter(needs))):
            lane = self._lane(name)
            lane.held = max(lane.held, until)
        else:
            self._held = max(self._held, until)

    def pause(self, asked: float, backoff: float) -> float:
        """Seconds to wait: what was asked for and a little more, else anything up to the
        back-off (full jitter)."""
        chance = self.ticker.chance()
        return asked * (1 + JITTER * chance) if asked > 0 else backoff * chance

    async def _wait_for_holds(self, needs: Needs) -> None:
        while delay := max(self.held, *(self._left(name) for name in needs), 0.0):
            await self.ticker.sleep(delay)

    def _left(self, name: str) -> float:
        lane = self._lanes.get(name)
        return max(0.0, lane.held - self.ticker.now()) if lane else 0.0

    async def _pass(self, units: float) -> None:
        while delay := self._delay(units):
            await self.ticker.sleep(min(delay, LOOK))
        now = self.ticker.now()
        self._congestion.spend(units, now)
        self._total.spend(units, now)
        self.sent += 1
        self.units += units

    def _delay(self, units: float) -> float:
        now = self.ticker.now()
        return max(self.held, self._total.delay(units, now), self._congestion.delay(now))

    def _lane(self, name: str) -> Lane:
        if name not in self._lanes:
            if len(self._lanes) >= self._sweep:
                self._forget()
            self._lanes[name] = Lane(self._limits, self.ticker)
        return self._lanes[name]

    def _forget(self) -> None:
        now = self.ticker.now()
        self._lanes = {name: lane for name, lane in self._lanes.items() if not lane.is_idle(now)}
        self._sweep = max(SWEEP, 2 * len(self._lanes))
