"""Notes as JSON by HTTPS POST to one address; a redirect is refused, not followed."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.anchoring.note import Note
from workbench.connectors.origin import Origin
from workbench.errors import BadInput, Unexpected, Unreachable, Untrusted

if TYPE_CHECKING:
    from workbench.connectors.port import Connector


@dataclass(frozen=True, slots=True)
class WebhookSink:
    """``authority`` is the path of a PEM to trust, "" for the system's own trust; ``credential``
    reads the Authorization header, where the webhook demands one, for each note anew."""

    name: str
    authority: str = ""
    credential: Callable[[], str] | None = None

    async def send(self, note: Note, connector: Connector) -> str:
        import aiohttp

        del connector
        kinds = {"Content-Type": "application/json", **await self._authorized()}
        over = aiohttp.TCPConnector(ssl=self._context(), force_close=True)
        local = Origin.of(self.name).loopback
        try:
            async with (
                aiohttp.ClientSession(connector=over, trust_env=not local) as session,
                session.post(
                    self.name, data=note.text.encode(), headers=kinds, allow_redirects=False
                ) as answer,
            ):
                return _receipt(answer.status, answer.headers.get("Date", ""))
        except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError) as error:
            raise Untrusted(f"The webhook's certificate is not trusted: {error}") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unreachable(f"The webhook does not answer: {error or 'time is up'}") from error

    async def _authorized(self) -> dict[str, str]:
        if self.credential is None:
            return {}
        return {"Authorization": await asyncio.to_thread(self.credential)}

    def _context(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=self.authority or None)
        except (OSError, ssl.SSLError) as error:
            raise BadInput(f"The certificate authority cannot be read: {error}") from error


def _receipt(status: int, date: str) -> str:
    if 300 <= status < 400:
        raise Untrusted("The webhook redirected the request; redirects are refused")
    if not 200 <= status < 300:
        raise Unexpected(f"The webhook refused the anchor (HTTP {status})")
    return f"HTTP {status}" + (f", {date[:40]}" if date.isascii() and date.isprintable() else "")
