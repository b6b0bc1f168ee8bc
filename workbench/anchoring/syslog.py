"""Notes as syslog messages (RFC 5424) over UDP (RFC 5426), TCP (RFC 6587) or TLS (RFC 5425)."""

from __future__ import annotations

import asyncio
import os
import ssl
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from workbench.anchoring.note import Note
from workbench.errors import BadInput, Unreachable, Untrusted

if TYPE_CHECKING:
    from workbench.connectors.port import Connector

PRIORITY = 13 * 8 + 5  # facility "log audit", severity "notice" (RFC 5424 section 6.2.1)
PORTS = {"udp": 514, "tcp": 601, "tls": 6514}  # as registered; RFC 3195 for plain TCP
NAME = "email-security-workbench"


@dataclass(frozen=True, slots=True)
class SyslogSink:
    """``authority`` is the path of a PEM to trust for TLS, "" for the system's own trust."""

    name: str
    way: str  # udp, tcp, tls
    host: str
    port: int
    authority: str = ""

    async def send(self, note: Note, connector: Connector) -> str:
        del connector
        line = message(note)
        if self.way == "udp":
            await self._datagram(line)
            return "sent; UDP confirms nothing"
        await self._stream(line)
        return "taken by the connection; syslog confirms no more"

    async def _datagram(self, line: bytes) -> None:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            asyncio.DatagramProtocol, remote_addr=(self.host, self.port)
        )
        transport.sendto(line)
        transport.close()

    async def _stream(self, line: bytes) -> None:
        context = _context(self.authority) if self.way == "tls" else None
        try:
            _, writer = await asyncio.open_connection(self.host, self.port, ssl=context)
        except ssl.SSLError as error:
            raise Untrusted(f"TLS with {self.host} failed: {error}") from error
        except OSError as error:
            raise Unreachable(f"{self.host} does not answer: {error}") from error
        try:
            writer.write(b"%d %s" % (len(line), line))  # octet counting
            await writer.drain()
        finally:
            writer.close()
            await writer.wait_closed()


def message(note: Note) -> bytes:
    """Version 1, with the note as its text."""
    moment = note.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    host = "".join(c for c in note.host if "!" <= c <= "~")[:255] or "-"
    return f"<{PRIORITY}>1 {moment} {host} {NAME} {os.getpid()} anchor - {note.text}".encode()


def _context(authority: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authority or None)
    except (OSError, ssl.SSLError) as error:
        raise BadInput(f"The certificate authority cannot be read: {error}") from error
