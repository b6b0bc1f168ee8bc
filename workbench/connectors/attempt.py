"""What one request may still do to be answered: sign in anew, wait, be sent again."""

from __future__ import annotations

from typing import Protocol

from workbench.connectors.challenge import Challenged, claims_of
from workbench.connectors.retry import retry_after
from workbench.connectors.traffic.traffic import Needs, Traffic
from workbench.connectors.wire import Response
from workbench.errors import SignInNeeded, Throttled

PATIENCE = 180.0  # all waiting for a throttled tenant within one call, in seconds
TRIES = 4  # of a request that changes nothing and was not answered, or by a failure
BACKOFF = 2.0  # seconds before the first new try where the service does not say ...
LONGEST_BACKOFF = 32.0  # ... doubled with each further one up to this
FAILURES = frozenset({500, 502})  # of the service itself, which a new try may not meet
OVERDONE = "too many of the last requests had to be repeated, so this one was given up"


class TokenSource(Protocol):
    async def token(self, *, fresh: bool = False) -> str: ...


class Waiting(Protocol):
    @property
    def traffic(self) -> Traffic: ...

    async def rest(self, seconds: float) -> None: ...


class Attempt:
    """``harmless`` may be sent again where nobody knows what became of it."""

    def __init__(self, transport: Waiting, source: TokenSource, needs: Needs, harmless: bool):
        self._transport = transport
        self._source = source
        self._needs = needs
        self._harmless = harmless
        self.weight = max(1, sum(need.weight for need in needs.values()))
        self._tries = 1
        self._waited = 0.0
        self._backoff = BACKOFF
        self._refreshed = False
        self._challenged = ""  # the token that carries the claims of a challenge

    async def token(self) -> str:
        return self._challenged or await self._source.token(fresh=self._refreshed)

    async def goes_on_after(self, response: Response, *, busy: bool) -> bool:
        """Whether it is to be sent again, after the wait that was needed."""
        if response.status == 401:
            await self._sign_in(response)
            return True
        if busy:
            self._transport.traffic.answered(refused=True)
            await self._wait(retry_after(response.headers, default=0.0))
            return True
        return response.status in FAILURES and await self.again()

    async def again(self) -> bool:
        """Waits before a new try after an end that leaves open what happened; False where there
        shall be none."""
        traffic = self._transport.traffic
        may = self._harmless and self._tries < TRIES
        if not may or not traffic.budget.again(traffic.ticker.now(), self.weight):
            return False
        self._tries += 1
        await traffic.ticker.sleep(traffic.pause(0.0, self._next_backoff()))
        return True

    async def _sign_in(self, response: Response) -> None:
        claims = claims_of(response.headers)
        if claims and not self._challenged and isinstance(self._source, Challenged):
            self._challenged = await self._source.answer(claims)
        elif not self._refreshed:
            self._refreshed, self._challenged = True, ""
        else:
            raise SignInNeeded("The tenant refuses the token; sign in again")

    async def _wait(self, asked: float) -> None:
        """For a busy tenant; ``Throttled`` where patience ends, or too much had to be repeated
        of late."""
        traffic = self._transport.traffic
        backoff = self._next_backoff()
        pause = traffic.pause(asked, backoff)
        if self._waited + pause > PATIENCE:
            raise Throttled(asked or backoff)
        if not traffic.budget.again(traffic.ticker.now(), self.weight):
            raise Throttled(asked or backoff, OVERDONE)
        self._waited += pause
        traffic.hold(self._needs, asked)
        await self._transport.rest(pause)

    def _next_backoff(self) -> float:
        backoff = self._backoff
        self._backoff = min(backoff * 2, LONGEST_BACKOFF)
        return backoff
