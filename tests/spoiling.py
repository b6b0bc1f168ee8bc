"""Ways to spoil an answer, and a service between us and a stranger who may hear nothing."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, Final

from tests.between import Answered, Between, trusted
from tests.foreign import Stranger
from tests.tenant import SimulatedTenant, hung_up

REDIRECTS: Final = (300, 301, 302, 303, 305, 307, 308)
Spoil = Callable[[Answered, str], Answered]


def in_json(edit: Callable[[Any, str], object]) -> Spoil:
    """Edits the body in place."""

    def spoil(answered: Answered, link: str) -> Answered:
        body = json.loads(answered.body)
        edit(body, link)
        return replace(answered, body=json.dumps(body).encode())

    return spoil


def redirect(status: int) -> Spoil:
    def spoil(answered: Answered, link: str) -> Answered:
        return Answered(status, {"Location": _header(link)}, b"{}")

    return spoil


def _header(link: str) -> str:
    """What fits into a header at all."""
    return re.sub(r"[\x00\r\n]+", " ", link).encode("latin-1", "replace").decode("latin-1")


@asynccontextmanager
async def between(tenant: SimulatedTenant) -> AsyncIterator[tuple[Between, Stranger]]:
    """The service that is trusted, and a stranger who may hear nothing."""
    async with Between(tenant) as door, Stranger(trusted(tenant)) as stranger:
        await stranger.also(door.port)
        yield door, stranger
        assert not stranger.heard
        assert all("cookie" not in asked.headers for asked in door.asked)
    # Of a request that was given up in its TLS handshake a connection may be left.
    await hung_up(asyncio.get_running_loop())
