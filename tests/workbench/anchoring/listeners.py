"""Real listeners on loopback that take anchors: UDP, TCP, TLS and HTTPS."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from workbench.simulation.server.certificates import Certificates, make_certificates

HOST = "127.0.0.1"


@dataclass(slots=True)
class Heard:
    """What came in, and where to send to; ``status`` is what the webhook answers."""

    port: int = 0
    lines: list[str] = field(default_factory=list)
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    authorized: list[str] = field(default_factory=list)  # the header of each request, "" for none
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, line: str) -> None:
        self.lines.append(line)
        self.came.set()

    @property
    def notes(self) -> list[dict[str, Any]]:
        return [json.loads(line[line.index("{") :]) for line in self.lines]


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, heard: Heard) -> None:
        self._heard = heard

    def datagram_received(self, data: bytes, addr: object) -> None:
        self._heard.take(data.decode())


@asynccontextmanager
async def udp() -> AsyncIterator[Heard]:
    heard = Heard()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: _Datagrams(heard), local_addr=(HOST, 0)
    )
    heard.port = transport.get_extra_info("sockname")[1]
    try:
        yield heard
    finally:
        transport.close()


@asynccontextmanager
async def tcp(context: ssl.SSLContext | None = None) -> AsyncIterator[Heard]:
    """Octet counting, as RFC 6587 and RFC 5425 have it."""
    heard = Heard()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while size := await reader.readuntil(b" "):
                heard.take((await reader.readexactly(int(size))).decode())
        except asyncio.IncompleteReadError:
            writer.close()

    server = await asyncio.start_server(serve, HOST, 0, ssl=context)
    heard.port = server.sockets[0].getsockname()[1]
    async with server:
        yield heard


@asynccontextmanager
async def webhook(certificates: Certificates) -> AsyncIterator[Heard]:
    heard = Heard()

    async def serve(request: web.Request) -> web.Response:
        heard.authorized.append(request.headers.get("Authorization", ""))
        heard.take(await request.text())
        return web.Response(status=heard.status, headers=heard.headers)

    application = web.Application()
    application.router.add_post("/{any:.*}", serve)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0, ssl_context=certificates.server_context())
    await site.start()
    heard.port = runner.addresses[0][1]
    try:
        yield heard
    finally:
        await runner.cleanup()


def certificates_in(folder: Path) -> Certificates:
    folder.mkdir()
    return make_certificates(folder)
