"""A tenant's API as its connector asks it: signed in, within the limits, patient up to a point."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from workbench.connectors.attempt import Attempt, TokenSource
from workbench.connectors.traffic.limits import GRAPH, Limits
from workbench.connectors.traffic.ticker import Sleep, Ticker
from workbench.connectors.traffic.traffic import Need, Needs, Traffic
from workbench.connectors.wire import Response, Wire
from workbench.errors import Interrupted, SignInNeeded

JSON_BYTES = 32 << 20
MIME_BYTES = 300 << 20  # the largest message the analysis host takes
NOBODY: Needs = {"": Need(0)}


def asks_to_wait(response: Response) -> bool:
    """Whether a status means "come again later" (RFC 6585 section 4, RFC 9110 section 15.6)."""
    return response.status in (429, 503, 504)


class Transport:
    """Requests below one base address such as ``https://graph.microsoft.com``."""

    def __init__(
        self,
        base: str,
        tokens: TokenSource | None = None,
        certificate_authority: str = "",
        sleep: Sleep = asyncio.sleep,
        is_busy: Callable[[Response], bool] = asks_to_wait,
        limits: Limits = GRAPH,
    ) -> None:
        """``tokens`` may be left out where each request brings its own."""
        self.traffic = Traffic(limits, Ticker(sleep))
        self._wire = Wire(base, certificate_authority, limits.width)
        self._tokens = tokens
        self._is_busy = is_busy
        self.waited = 0.0  # seconds, for a busy tenant
        self.busy: datetime | None = None  # the last time it was

    @property
    def bytes_read(self) -> int:
        return self._wire.bytes_read

    async def close(self) -> None:
        await self._wire.close()

    def target(self, url: str) -> str:
        """The whole address of a path or a link; ``Untrusted`` for one that leads elsewhere."""
        return self._wire.target(url)

    async def request(
        self,
        method: str,
        url: str,
        *,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        limit: int = JSON_BYTES,
        tokens: TokenSource | None = None,
        needs: Needs = NOBODY,
        harmless: bool | None = None,
        parts: bool = False,
        first: bool = True,
        pointing: bool = False,
    ) -> Response:
        """Send to a path below the base or to a link the service gave; wait out throttling.

        ``body`` is sent as JSON, or as it is when it is bytes.  ``harmless`` (of a GET unless
        said) may be sent again where nobody knows what became of it.  With ``parts`` the caller
        tells the traffic what the parts of a batch came to; not ``first`` is what the caller has
        sent before, and counted as repeated.  With ``pointing`` a redirect is returned, and still
        not followed.  Any status but 401 and those that ask to wait is returned; raises
        ``ConnectorError`` otherwise.
        """
        source = tokens or self._tokens
        if source is None:
            raise SignInNeeded("Nobody is signed in for this request")
        target = self._wire.target(url)
        attempt = Attempt(self, source, needs, method == "GET" if harmless is None else harmless)
        if first:
            self.traffic.budget.first(self.traffic.ticker.now(), attempt.weight)
        while True:
            token = await attempt.token()
            try:
                async with self.traffic.admitted(needs):
                    response = await self._wire.exchange(
                        method, target, body, headers or {}, limit, token, pointing=pointing
                    )
            except Interrupted:
                if await attempt.again():
                    continue
                raise
            if not await attempt.goes_on_after(response, busy=self._is_busy(response)):
                if not parts:
                    self.traffic.answered(refused=False)
                return response

    async def rest(self, seconds: float) -> None:
        """Waits for a busy tenant, which is remembered."""
        self.waited += seconds
        self.busy = datetime.now(UTC)
        await self.traffic.ticker.sleep(seconds)
