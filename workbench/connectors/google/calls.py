"""Google's ways of calling: pages with tokens, and batches for one mailbox."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from workbench.connectors.google.errors import error_of, reply_of
from workbench.connectors.google.multipart import Part, PartAnswer, read, written
from workbench.connectors.google.signin import GoogleTokens
from workbench.connectors.google.units import units_of
from workbench.connectors.port import Reply
from workbench.connectors.traffic.traffic import Need, Needs, Traffic
from workbench.connectors.transport import JSON_BYTES, Transport
from workbench.connectors.wire import Response
from workbench.errors import Unexpected

BATCH = 50  # parts; the guide advises no more
PAGES = 10_000  # pages of one listing; more is a loop
READ, MODIFY = "gmail.readonly", "gmail.modify"
Query = Sequence[tuple[str, str]]


class GoogleCalls:
    """Calls below one service, each in the name of a mailbox or of the administrator."""

    def __init__(self, transport: Transport, delegation: GoogleTokens) -> None:
        self._transport = transport
        self._delegation = delegation

    @property
    def traffic(self) -> Traffic:
        return self._transport.traffic

    async def rest(self, seconds: float) -> None:
        await self._transport.rest(seconds)

    async def close(self) -> None:
        await self._transport.close()

    async def get(
        self, path: str, query: Query, subject: str, scope: str, *, limit: int = JSON_BYTES
    ) -> dict[str, Any]:
        """A successful answer, or the error with ``scope`` as the right to blame."""
        url = f"{path}?{urlencode(query)}" if query else path
        source = self._delegation.source(subject, scope)
        response = await self._transport.request(
            "GET", url, tokens=source, limit=limit, needs=_needs("GET", path, subject)
        )
        if response.status != 200:
            raise error_of(response.status, response.body, scope)
        return response.json

    async def post(self, path: str, body: dict[str, Any], subject: str, scope: str) -> Response:
        source = self._delegation.source(subject, scope)
        return await self._transport.request(
            "POST", path, body=body, tokens=source, needs=_needs("POST", path, subject)
        )

    async def send(
        self,
        method: str,
        path: str,
        subject: str,
        scope: str,
        body: dict[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        source = self._delegation.source(subject, scope)
        return await self._transport.request(
            method, path, body=body, tokens=source, headers=headers
        )

    async def pages(
        self, path: str, query: Query, rows: str, subject: str, scope: str
    ) -> AsyncIterator[list[dict[str, Any]]]:
        """The rows of each page; a token seen before ends the matter with ``Unexpected``."""
        seen: set[str] = set()
        token = ""
        while True:
            more = [("pageToken", token)] if token else []
            page = await self.get(path, [*query, *more], subject, scope)
            yield rows_of(page, rows)
            token = _token(page)
            if not token:
                return
            if token in seen or len(seen) >= PAGES:
                raise Unexpected("The tenant's list never ends: a page token came twice")
            seen.add(token)

    async def batch(
        self, parts: Sequence[Part], subject: str, scope: str, *, first: bool = True
    ) -> list[PartAnswer]:
        """Answers in the order of ``parts``, any number of them, one batch after the other; not
        ``first`` where they are repeated."""
        answers: list[PartAnswer] = []
        for start in range(0, len(parts), BATCH):
            answers += await self._batch(parts[start : start + BATCH], subject, scope, first)
        return answers

    async def _batch(
        self, parts: Sequence[Part], subject: str, scope: str, first: bool
    ) -> list[PartAnswer]:
        boundary = f"batch_{secrets.token_hex(12)}"
        response = await self._transport.request(
            "POST", "/batch/gmail/v1", body=written(parts, boundary),
            headers={"Content-Type": f'multipart/mixed; boundary="{boundary}"', "Accept": "*/*"},
            tokens=self._delegation.source(subject, scope), parts=True, first=first,
            needs={subject: _need(parts)},
            harmless=all(part.method == "GET" for part in parts),
        )  # fmt: skip
        if response.status != 200:
            raise error_of(response.status, response.body, scope)
        answers = read(_content_type(response.headers), response.body, len(parts))
        for answer in answers:
            refused = reply_of(answer.status, answer.body) is Reply.BUSY
            self.traffic.answered(refused=refused)
        return answers


def _need(parts: Sequence[Part]) -> Need:
    """One place for all, as far as is known; each part counts where it is asked again."""
    return Need(1, sum(units_of(part.method, part.url) for part in parts), len(parts))


def _needs(method: str, path: str, subject: str) -> Needs:
    return {subject: Need(1, units_of(method, path))}


def mailbox_path(mailbox: str) -> str:
    return f"/gmail/v1/users/{quote(mailbox, safe='@')}"


def rows_of(page: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Lists that would be empty are left out by the service."""
    rows = page.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unexpected("The tenant's list has another shape than described")
    return rows


def _token(page: Mapping[str, Any]) -> str:
    token = page.get("nextPageToken", "")
    if not isinstance(token, str):
        raise Unexpected("The tenant's page token is not text")
    return token


def _content_type(headers: Mapping[str, str]) -> str:
    return next((v for k, v in headers.items() if k.casefold() == "content-type"), "")
