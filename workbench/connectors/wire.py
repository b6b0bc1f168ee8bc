"""One HTTP exchange with a pinned origin: bearer to nobody else, bounded, no redirects."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from workbench.connectors.origin import Origin, tls_context
from workbench.connectors.parsed import parsed
from workbench.errors import Interrupted, Unexpected, Unreachable, Untrusted

SECONDS = 100.0  # Graph itself gives up on a request after about that long
CHUNK = 1 << 16
# Before, asyncio keeps a TLS connection that was given up half-way open.
LINGERS = sys.version_info < (3, 12, 7)


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body as a JSON object; ``Unexpected`` when it is none."""
        try:
            value = parsed(self.body or b"{}")
        except ValueError as error:
            raise Unexpected("The service answered something that is not JSON") from error
        if not isinstance(value, dict):
            raise Unexpected("The service answered JSON of another shape than described")
        return value


class Wire:
    """``width`` connections at most; bytes are counted as bodies, without TLS and headers."""

    def __init__(self, base: str, certificate_authority: str, width: int) -> None:
        self._base = base.rstrip("/")
        self._origin = Origin.of(base)
        self._origin.require_secure()
        self._authority = certificate_authority
        self._width = width
        self._session: aiohttp.ClientSession | None = None
        self.bytes_read = 0

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def target(self, url: str) -> str:
        """The whole address of a path below the base, or of a link the service gave."""
        target = url if "://" in url else self._base + url
        self._origin.require(target)
        return target

    async def exchange(
        self,
        method: str,
        url: str,
        body: object,
        headers: Mapping[str, str],
        limit: int,
        token: str,
    ) -> Response:
        """``Interrupted`` where the connection was there and ended before the answer did."""
        payload = {"data": body} if isinstance(body, bytes) else {"json": body}
        sent = {"Accept": "application/json", **headers, "Authorization": f"Bearer {token}"}
        try:
            async with self._opened().request(
                method, _encoded(url), headers=sent, allow_redirects=False, **payload
            ) as answer:
                if 300 <= answer.status < 400:
                    raise Untrusted("The service redirected the request; redirects are refused")
                data = await _bounded(answer, limit)
                self.bytes_read += len(data)
                return Response(answer.status, answer.headers, data)
        except aiohttp.ClientConnectorCertificateError as error:
            raise Untrusted(f"The service's certificate is not trusted: {error}") from error
        except aiohttp.ClientSSLError as error:
            raise Untrusted(f"TLS with the service failed: {error}") from error
        except aiohttp.ClientConnectorError as error:
            raise Unreachable(f"The service does not answer: {error}") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            why = error or "time is up"
            raise Interrupted(f"The service does not answer: {why}") from error

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            context = (
                tls_context(self._authority, self._origin)
                if self._origin.scheme == "https"
                else True
            )
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    ssl=context, limit=self._width, enable_cleanup_closed=LINGERS
                ),
                timeout=aiohttp.ClientTimeout(total=SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),  # no API of these wants any
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
