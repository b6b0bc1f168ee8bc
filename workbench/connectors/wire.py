"""One HTTP exchange with a pinned origin: bearer to nobody else, bounded, no redirects followed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
        *,
        pointing: bool = False,
    ) -> Response:
        """``Interrupted`` where the connection was there and ended before the answer did.  With
        ``pointing`` a redirect is an answer too, for whoever asked to judge where it leads."""
        payload = {"data": body} if isinstance(body, bytes) else {"json": body}
        sent = {"Accept": "application/json", **headers, "Authorization": f"Bearer {token}"}
        with _in_words():
            async with self._opened().request(
                method, _encoded(url), headers=sent, allow_redirects=False, **payload
            ) as answer:
                if 300 <= answer.status < 400:
                    if pointing:
                        return Response(answer.status, answer.headers, b"")
                    raise Untrusted("The service redirected the request; redirects are refused")
                data = await _bounded(answer, limit)
                self.bytes_read += len(data)
                return Response(answer.status, answer.headers, data)

    async def download(self, url: str, limit: int) -> tuple[bytes, bool]:
        """What lies at a preauthenticated address, which gets no token; and whether that is all,
        or was cut at ``limit`` bytes."""
        with _in_words():
            async with self._opened().get(
                _encoded(self.target(url)), headers={"Accept": "*/*"}, allow_redirects=False
            ) as answer:
                if answer.status != 200:
                    raise Unexpected(f"What the service keeps elsewhere answered {answer.status}")
                data = await _taken(answer, limit)
                self.bytes_read += len(data)
                return bytes(data[:limit]), len(data) <= limit

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
    data = await _taken(answer, limit)
    if len(data) > limit:
        raise Unexpected(f"The service's answer is larger than {limit >> 20} MB")
    return bytes(data)


async def _taken(answer: aiohttp.ClientResponse, limit: int) -> bytearray:
    """All of it, or a little more than the limit."""
    data = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        data += chunk
        if len(data) > limit:
            break
    return data


@contextmanager
def _in_words() -> Iterator[None]:
    """The library's errors as ours."""
    try:
        yield
    except aiohttp.ClientConnectorCertificateError as error:
        raise Untrusted(f"The service's certificate is not trusted: {error}") from error
    except aiohttp.ClientSSLError as error:
        raise Untrusted(f"TLS with the service failed: {error}") from error
    except aiohttp.ClientConnectorError as error:
        raise Unreachable(f"The service does not answer: {error}") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        why = error or "time is up"
        raise Interrupted(f"The service does not answer: {why}") from error
