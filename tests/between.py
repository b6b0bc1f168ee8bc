"""A real TLS server in front of the simulated tenant that may spoil any answer on its way."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import aiohttp

from tests.tenant import PATIENCE, SimulatedTenant
from tests.workbench.desks import google_profile_of, profile_of
from workbench.model.tenant import GoogleProfile, TenantProfile

HOST: Final = "127.0.0.1"
HOP: Final = frozenset({"connection", "transfer-encoding", "content-length", "keep-alive"})


@dataclass(frozen=True, slots=True)
class Asked:
    """``target`` is the path with its query; names of headers are in small letters."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def with_header(self, name: str, value: str) -> Answered:
        return replace(self, headers={**self.headers, name: value})

    @property
    def written(self) -> bytes:
        """As it goes over the wire; the length is told unless a header already does."""
        length = {} if "Content-Length" in self.headers else {"Content-Length": len(self.body)}
        head = [f"HTTP/1.1 {self.status} Told", *(f"{n}: {v}" for n, v in self.headers.items())]
        head += [f"{name}: {value}" for name, value in length.items()]
        return "\r\n".join([*head, "", ""]).encode("latin-1") + self.body


# Bytes are sent as they are, and the connection ends after them.
Change = Callable[[Asked, Answered], Answered | bytes]


def unchanged(asked: Asked, answered: Answered) -> Answered:
    return answered


def trusted(tenant: SimulatedTenant) -> ssl.SSLContext:
    """A server's context with the certificate of the tenant itself: TLS shall stop nobody."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(tenant.facts["ca"]).with_name("server.pem"))
    return context


async def hung_up(writers: Mapping[asyncio.StreamWriter, asyncio.Task[Any] | None]) -> None:
    """Ends connections, and waits until whoever served them has seen it."""
    for writer in writers:
        writer.transport.abort()
    tasks = [task for task in writers.values() if task is not None and not task.done()]
    if tasks:
        await asyncio.wait(tasks, timeout=PATIENCE)


class Between:
    """Answers of ``tenant``, changed by ``change``; ``asked`` is what came, oldest first."""

    def __init__(self, tenant: SimulatedTenant) -> None:
        self._tenant = tenant
        self._writers: dict[asyncio.StreamWriter, asyncio.Task[Any] | None] = {}
        self.change: Change = unchanged
        self.stalls = False  # whether the connection stays open after bytes
        self.asked: list[Asked] = []
        self.origin = ""
        self.port = 0

    async def __aenter__(self) -> Between:
        context = ssl.create_default_context(cafile=self._tenant.facts["ca"])
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=context),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        self._server = await asyncio.start_server(
            self._served, HOST, 0, ssl=trusted(self._tenant), limit=1 << 20
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self.origin = f"https://{HOST}:{self.port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        await self._session.close()
        await hung_up(self._writers)

    def profile(self, **changes: Any) -> TenantProfile:
        authority = f"{self.origin}/{self._tenant.facts['tenant']}"
        return profile_of(
            self._tenant.facts, **{"graph": self.origin, "authority": authority, **changes}
        )

    def google_profile(self, **changes: Any) -> GoogleProfile:
        google = self._tenant.facts["google"]
        token_uri = self.origin + google["token_uri"].removeprefix(google["base"])
        key = json.loads(Path(google["key"]).read_text())
        known = {"gmail": self.origin, "directory": self.origin, "alerts": self.origin}
        known |= {"token_uri": token_uri, "key_text": json.dumps(key | {"token_uri": token_uri})}
        return google_profile_of(self._tenant.facts, **(known | changes))

    async def _served(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers[writer] = asyncio.current_task()
        try:
            while await self._one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, aiohttp.ClientError):
            pass  # whoever asked hung up, or all ends
        finally:
            writer.transport.abort()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        asked = await read_request(reader)
        self.asked.append(asked)
        answer = self.change(asked, await self._fetched(asked))
        writer.write(answer if isinstance(answer, bytes) else answer.written)
        await writer.drain()
        if isinstance(answer, bytes) and self.stalls:
            await reader.read()  # until whoever asked gives up
        elif isinstance(answer, bytes):
            writer.close()
        return not isinstance(answer, bytes)

    async def _fetched(self, asked: Asked) -> Answered:
        from yarl import URL

        url = URL(self._tenant.facts["graph"] + asked.target, encoded=True)
        headers = {name: value for name, value in asked.headers.items() if name not in HOP}
        async with self._session.request(
            asked.method, url, headers=headers, data=asked.body, allow_redirects=False
        ) as found:
            kept = {n: v for n, v in found.headers.items() if n.casefold() not in HOP}
            return Answered(found.status, kept, await found.read())


async def read_request(reader: asyncio.StreamReader) -> Asked:
    """Raises ``IncompleteReadError`` at the end of the connection."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip().split("\r\n")
    method, target, _ = first.split(" ")
    headers = {
        name.casefold(): value.strip() for name, _, value in (x.partition(":") for x in lines)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, target, headers, body)
