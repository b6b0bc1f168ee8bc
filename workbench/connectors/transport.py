"""One HTTP client for a tenant's API: bearer to the pinned origin only, bounded, no redirects."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import aiohttp

from workbench.connectors.challenge import Challenged, claims_of
from workbench.connectors.origin import Origin, tls_context
from workbench.connectors.retry import retry_after
from workbench.errors import (
    SignInNeeded,
    Throttled,
    Unexpected,
    Unreachable,
    Untrusted,
)

JSON_BYTES = 32 << 20
MIME_BYTES = 300 << 20  # the largest message the analysis host takes
SECONDS = 100.0  # Graph itself gives up on a request after about that long
PATIENCE = 180.0  # all waiting for a throttled tenant within one call, in seconds
CONCURRENT = 8  # requests under way for one tenant
CHUNK = 1 << 16


BACKOFF = 2.0  # seconds before the first new try where the service does not say ...
LONGEST_BACKOFF = 32.0  # ... doubled with each further one up to this
# Before, asyncio keeps a TLS connection that was given up half-way open.
LINGERS = sys.version_info < (3, 12, 7)


class TokenSource(Protocol):
    async def token(self, *, fresh: bool = False) -> str: ...


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body as a JSON object; ``Unexpected`` when it is none."""
        try:
            value = json.loads(self.body or b"{}")
        except (ValueError, RecursionError) as error:
            raise Unexpected("The service answered something that is not JSON") from error
        if not isinstance(value, dict):
            raise Unexpected("The service answered JSON of another shape than described")
        return value


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
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        is_busy: Callable[[Response], bool] = asks_to_wait,
    ) -> None:
        """``tokens`` may be left out where each request brings its own."""
        self._base = base.rstrip("/")
        self._origin = Origin.of(base)
        self._origin.require_secure()
        self._tokens = tokens
        self._authority = certificate_authority
        self._sleep = sleep
        self._is_busy = is_busy
        self._session: aiohttp.ClientSession | None = None
        self.waited = 0.0  # seconds, for a busy tenant
        self.busy: datetime | None = None  # the last time it was
        self._slots = asyncio.Semaphore(CONCURRENT)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def request(
        self,
        method: str,
        url: str,
        *,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        limit: int = JSON_BYTES,
        tokens: TokenSource | None = None,
    ) -> Response:
        """Send to a path below the base or to a link the service gave; wait out throttling.

        ``body`` is sent as JSON, or as it is when it is bytes.  Any status but 401 and those that
        ask to wait is returned; raises ``ConnectorError`` otherwise.
        """
        target = url if "://" in url else self._base + url
        self._origin.require(target)
        source = tokens or self._tokens
        if source is None:
            raise SignInNeeded("Nobody is signed in for this request")
        waited, backoff, refreshed = 0.0, BACKOFF, False
        challenged = ""  # the token that carries the claims of a challenge
        while True:
            token = challenged or await source.token(fresh=refreshed)
            response = await self._once(method, target, body, headers or {}, limit, token)
            claims = claims_of(response.headers) if response.status == 401 else ""
            if claims and not challenged and isinstance(source, Challenged):
                challenged = await source.answer(claims)
            elif response.status == 401 and not refreshed:
                refreshed, challenged = True, ""
            elif response.status == 401:
                raise SignInNeeded("The tenant refuses the token; sign in again")
            elif self._is_busy(response):
                pause = retry_after(response.headers, default=backoff)
                backoff = min(backoff * 2, LONGEST_BACKOFF)
                if waited + pause > PATIENCE:
                    raise Throttled(pause)
                waited += pause
                self.waited += pause
                self.busy = datetime.now(UTC)
                await self._sleep(pause)
            else:
                return response

    async def _once(
        self,
        method: str,
        url: str,
        body: object,
        headers: Mapping[str, str],
        limit: int,
        token: str,
    ) -> Response:
        payload = {"data": body} if isinstance(body, bytes) else {"json": body}
        sent = {"Accept": "application/json", **headers, "Authorization": f"Bearer {token}"}
        try:
            async with (
                self._slots,
                self._opened().request(
                    method, _encoded(url), headers=sent, allow_redirects=False, **payload
                ) as answer,
            ):
                if 300 <= answer.status < 400:
                    raise Untrusted("The service redirected the request; redirects are refused")
                return Response(answer.status, answer.headers, await _bounded(answer, limit))
        except aiohttp.ClientConnectorCertificateError as error:
            raise Untrusted(f"The service's certificate is not trusted: {error}") from error
        except aiohttp.ClientSSLError as error:
            raise Untrusted(f"TLS with the service failed: {error}") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unreachable(f"The service does not answer: {error or 'time is up'}") from error

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            context = (
                tls_context(self._authority, self._origin)
                if self._origin.scheme == "https"
                else True
            )
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    ssl=context, limit=CONCURRENT, enable_cleanup_closed=LINGERS
                ),
                timeout=aiohttp.ClientTimeout(total=SECONDS),
                trust_env=not self._origin.loopback,
            )
        return self._session


def _encoded(url: str) -> Any:
    """Our addresses are percent-encoded already; yarl must not decode and re-encode them."""
    from yarl import URL

    return URL(url, encoded=True)


async def _bounded(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    data = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        data += chunk
        if len(data) > limit:
            raise Unexpected(f"The service's answer is larger than {limit >> 20} MB")
    return bytes(data)
