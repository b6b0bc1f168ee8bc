"""Waits on this very machine for what the browser brings back (RFC 8252, section 7.3)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Final

from aiohttp import web

LONGEST: Final = 64 << 10  # bytes of an answer
DONE: Final = "You may close this page and go back to the workbench."
NOT_DONE: Final = "This is not the answer that the workbench waits for."


class Loopback:
    """Takes one form by POST (form_post): an address is kept by browsers, a body is not.  With
    ``by_query`` the answer stands in the address all the same: Google knows no other way."""

    def __init__(self, *, by_query: bool = False) -> None:
        self.address = ""
        self._method = "GET" if by_query else "POST"
        self._answers: asyncio.Queue[dict[str, str]] = asyncio.Queue(maxsize=8)

    async def __aenter__(self) -> Loopback:
        application = web.Application(client_max_size=LONGEST)
        application.router.add_route("*", "/", self._handle)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.address = f"http://localhost:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    async def answer(self, state: str) -> Mapping[str, str]:
        """The first answer with this ``state``; others are another page's doing."""
        while True:
            found = await self._answers.get()
            if found.get("state") == state:
                return found

    async def _handle(self, request: web.Request) -> web.Response:
        fields = await self._fields(request)
        if not fields.get("state") or self._answers.full():
            return web.Response(status=400, text=NOT_DONE)
        self._answers.put_nowait(fields)
        return web.Response(text=DONE)

    async def _fields(self, request: web.Request) -> dict[str, str]:
        if request.method != self._method:
            return {}
        form = request.query if self._method == "GET" else await request.post()
        return {name: value for name, value in form.items() if isinstance(value, str)}
