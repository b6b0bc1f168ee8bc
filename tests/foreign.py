"""A stranger on this machine who takes whatever is sent, and addresses that lead there."""

from __future__ import annotations

import asyncio
import ssl
from types import TracebackType
from typing import Any, Final

from tests.between import HOST, hung_up

OTHER: Final = "127.0.0.2"  # another host that is this machine all the same
# {own} our host and port, {port} our port, {tls} and {plain} the stranger's ports, {path} where we
# were.
VARIANTS: Final = (
    "https://127.0.0.1:{tls}/{path}",
    "http://127.0.0.1:{plain}/{path}",
    "https://localhost:{tls}/{path}",
    "https://localhost:{port}/{path}",
    "https://127.0.0.2:{port}/{path}",
    "http://{own}/{path}",
    "HTTP://{own}/{path}",
    "https://{own}@127.0.0.1:{tls}/{path}",
    "https://user:password@{own}/{path}",
    "https://@{own}/{path}",
    "https://127.0.0.1:{tls}@{own}/{path}",
    "https://{own}:password@127.0.0.1:{tls}/{path}",
    "https://{own}%40127.0.0.1:{tls}/{path}",
    "https://{own}\\@127.0.0.1:{tls}/{path}",
    "https://127.0.0.1:{tls}\\@{own}/{path}",
    "https:\\\\127.0.0.1:{tls}\\{path}",
    "https:/\\127.0.0.1:{tls}/{path}",
    "https:///127.0.0.1:{tls}/{path}",
    "https:127.0.0.1:{tls}/{path}",
    "//127.0.0.1:{tls}/{path}",
    "///127.0.0.1:{tls}/{path}",
    "\\\\127.0.0.1:{tls}\\{path}",
    "@127.0.0.1:{tls}/{path}",
    ":password@127.0.0.1:{tls}/{path}",
    "https://127.0.0.1.:{port}/{path}",
    "https://127.0.0.1.evil.example:{port}/{path}",
    "https://evil.example#{own}/{path}",
    "https://evil.example?{own}/{path}",
    "https://evil.example/{own}/{path}",
    "https://127.1:{tls}/{path}",
    "https://2130706433:{tls}/{path}",
    "https://0x7f000001:{tls}/{path}",
    "https://0177.0.0.1:{tls}/{path}",
    "https://127.0.0.1%2eevil.example:{tls}/{path}",
    "https://127%2e0%2e0%2e1:{port}/{path}",
    "https://127。0。0。1:{port}/{path}",
    "https://１２７.0.0.1:{port}/{path}",
    "https://[::1]:{tls}/{path}",
    "https://[::ffff:127.0.0.1]:{port}/{path}",
    "https://[::ffff:7f00:1]:{port}/{path}",
    "https://[127.0.0.1]:{port}/{path}",
    "https://xn--127-0.0.0.1:{port}/{path}",
    "https://graph.microsoft.us/{path}",
    "https://microsoftgraph.chinacloudapi.cn/{path}",
    "https://graph.microsoft.com.evil.example/{path}",
    "https://graph.micros\u043eft.com/{path}",
    "https://{own}0/{path}",
    "https://127.0.0.1:-1/{path}",
    "https://127.0.0.1:99999/{path}",
    "https://127.0.0.1:/{path}",
    "https://127.0.0.1/{path}",
    "https://{own}\r\nHost: 127.0.0.1:{tls}\r\n/{path}",
    "https://{own}/{path}\r\nX: y",
    "https://{own}\t.evil.example/{path}",
    " https://127.0.0.1:{tls}/{path}",
    "https://{own}/v1.0/../../{path}",
    "https://{own}/v1.0/%2e%2e/%2e%2e/{path}",
    "https://{own}/other/{path}",
    "https://{own}",
    "../../{path}",
    "/../{path}",
    "/v1.0/{path}",
    ".evil.example/{path}",
    ":{tls}/{path}",
    "?{path}",
    "data:application/json,%7B%7D",
    "file:///etc/hostname",
    "ftp://127.0.0.1:{plain}/{path}",
    "ws://127.0.0.1:{plain}/{path}",
    "javascript:alert(1)",
    "\x00https://127.0.0.1:{tls}/{path}",
)


class Stranger:
    """Listens with TLS that our client would trust, and without; ``heard`` is all that came."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        self._writers: dict[asyncio.StreamWriter, asyncio.Task[Any] | None] = {}
        self._servers: list[asyncio.Server] = []
        self.heard: list[bytes] = []

    async def __aenter__(self) -> Stranger:
        self.tls = await self._listen(HOST, 0, self._context)
        self.plain = await self._listen(HOST, 0, None)
        return self

    async def also(self, port: int) -> None:
        """On another host as well, at the very port of whom we trust."""
        await self._listen(OTHER, port, self._context)

    async def _listen(self, host: str, port: int, context: ssl.SSLContext | None) -> int:
        server = await asyncio.start_server(self._hear, host, port, ssl=context)
        self._servers.append(server)
        found: int = server.sockets[0].getsockname()[1]
        return found

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for server in self._servers:
            server.close()
        await hung_up(self._writers)

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers[writer] = asyncio.current_task()
        self.heard.append(b"(connected)")
        try:
            while data := await reader.read(1 << 16):
                self.heard.append(data)
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
                await writer.drain()
        except OSError:
            pass  # whoever spoke hung up
        finally:
            writer.transport.abort()

    def variants(self, port: int, path: str, every: int = 1) -> list[str]:
        """Addresses a hostile answer may carry, for a service of ours at ``port``; one of so many
        with ``every``."""
        values = {"own": f"{HOST}:{port}", "port": str(port), "path": path}
        values |= {"tls": str(self.tls), "plain": str(self.plain)}
        return [_filled(variant, values) for variant in VARIANTS[::every]]


def _filled(variant: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        variant = variant.replace(f"{{{name}}}", value)
    return variant
