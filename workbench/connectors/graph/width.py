"""How many parts of a batch Exchange serves at a time, found out by asking.

Its limit of four holds for each mailbox; an older text counts all mailboxes of an application
together (https://learn.microsoft.com/graph/throttling-limits).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from workbench.connectors.traffic.ticker import Ticker

WIDE = 20  # parts of one $batch (Graph documentation, JSON batching)
NARROW = 4
SIGNS = 2  # batches in a row, each alone; a limit of the whole tenant cuts one in two as well
SOONEST = 60.0  # seconds until a tenant that was narrow is tried anew; doubled each time ...
LATEST = 600.0  # ... up to this


class Width:
    """The first wide batch goes alone, so that a narrow tenant refuses one and not many; so does
    each one after a sign of narrowness, until it is borne out or contradicted."""

    def __init__(self, ticker: Ticker) -> None:
        self._ticker = ticker
        self._alone = asyncio.Lock()
        self._known = False
        self._signs = 0
        self._again = SOONEST
        self._narrow_until = 0.0

    @property
    def size(self) -> int:
        return NARROW if self._is_narrow else WIDE

    @asynccontextmanager
    async def turn(self, parts: int) -> AsyncIterator[bool]:
        """For one batch, with whether it goes alone; several at a time once a tenant is known to
        be wide."""
        alone = self._is_for_one(parts)
        if alone:
            await self._alone.acquire()
            if not self._is_for_one(parts):  # somebody found out meanwhile
                self._alone.release()
                alone = False
        try:
            yield alone
        finally:
            if alone:
                self._alone.release()

    def learn(self, refused: Sequence[bool], *, alone: bool) -> None:
        """From the parts of a batch, of which no mailbox had more than it may."""
        served = len(refused) - sum(refused)
        if len(refused) <= NARROW or not served:
            return  # a tenant that serves nothing is busy, which says nothing of the width
        if served > len(refused) / 2:
            self._known, self._signs, self._again = True, 0, SOONEST
        elif alone:
            self._sign()
        else:
            self._known = False

    def _sign(self) -> None:
        self._known = False
        self._signs += 1
        if self._signs >= SIGNS:
            self._narrow_until = self._ticker.now() + self._again
            self._again, self._signs = min(LATEST, 2 * self._again), 0

    def _is_for_one(self, parts: int) -> bool:
        return self._is_narrow or (not self._known and parts > NARROW)

    @property
    def _is_narrow(self) -> bool:
        return self._ticker.now() < self._narrow_until
