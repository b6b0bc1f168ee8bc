"""Graph's ways of calling: pages with validated links, and batches of twenty."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from workbench.connectors.graph.errors import detail_of, error_of, reply_of
from workbench.connectors.graph.width import WIDE, Width
from workbench.connectors.port import Reply
from workbench.connectors.retry import retry_after
from workbench.connectors.traffic.traffic import Need, Needs, Traffic
from workbench.connectors.transport import JSON_BYTES, Transport
from workbench.connectors.wire import Response
from workbench.errors import Unexpected, Untrusted

BATCH = WIDE
MAILBOX = 4  # of them for one mailbox: Exchange serves no more at a time and refuses the rest
PAGES = 10_000  # pages of one listing; more is a loop
VERSIONS = ("v1.0", "beta")
IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}
_LINK = re.compile(r"https?://[^/]+/(v1\.0|beta)/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One request inside a batch; ``url`` is relative and without a version."""

    method: str
    url: str
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """Status 0 where the batch carried no answer to the part; ``retry_after`` is 0 where the
    service does not say."""

    status: int
    body: Any
    retry_after: float = 0.0

    @property
    def detail(self) -> str:
        return detail_of(self.status, self.body) if self.status else "no answer in the batch"


class GraphCalls:
    """Calls below one Graph service."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._width = Width(transport.traffic.ticker)

    @property
    def traffic(self) -> Traffic:
        return self._transport.traffic

    async def rest(self, seconds: float) -> None:
        await self._transport.rest(seconds)

    def require(self, link: str) -> None:
        """Raises ``Untrusted`` for a link, yet to be kept, that would not be followed later."""
        self._transport.target(link)

    async def close(self) -> None:
        await self._transport.close()

    async def get(self, url: str, right: str, *, limit: int = JSON_BYTES) -> Response:
        """A successful answer, or the error with ``right`` as the permission to blame."""
        response = await self._transport.request(
            "GET", url, headers=IMMUTABLE, limit=limit, needs=_needs(url)
        )
        if response.status != 200:
            raise error_of(response.status, response.body, right)
        return response

    async def pointing(self, url: str, right: str) -> Response:
        """An answer, or a redirect, which has a ``Location`` that nobody followed yet."""
        response = await self._transport.request("GET", url, needs=_needs(url), pointing=True)
        if response.status not in (200, 302):
            raise error_of(response.status, response.body, right)
        return response

    async def asked(self, url: str, headers: dict[str, str]) -> Response:
        """Whatever the answer is; ``headers`` name the kind of ids too."""
        return await self._transport.request("GET", url, headers=headers, needs=_needs(url))

    async def post(self, url: str, body: dict[str, Any]) -> Response:
        return await self._transport.request(
            "POST", url, body=body, headers=IMMUTABLE, needs=_needs(url)
        )

    async def delete(self, url: str) -> Response:
        return await self._transport.request("DELETE", url, headers=IMMUTABLE)

    async def patch(self, url: str, body: dict[str, Any]) -> Response:
        return await self._transport.request(
            "PATCH", url, body=body, headers=IMMUTABLE, needs=_needs(url)
        )

    async def pages(self, url: str, right: str) -> AsyncIterator[list[dict[str, Any]]]:
        """The ``value`` of each page; a link seen before ends the matter with ``Unexpected``."""
        seen: set[str] = set()
        while url:
            if url in seen or len(seen) >= PAGES:
                raise Unexpected("The tenant's list never ends: a next link came twice")
            seen.add(url)
            page = (await self.get(url, right)).json
            yield rows_of(page)
            url = next_of(page)

    async def batch(self, parts: Sequence[Part], *, first: bool = True) -> list[PartAnswer]:
        """Answers in the order of ``parts``, any number of them, wave after wave; not ``first``
        where they are repeated."""
        answers: list[PartAnswer] = [PartAnswer(0, None)] * len(parts)
        for wave in waves(parts):
            chunks = [wave[start : start + BATCH] for start in range(0, len(wave), BATCH)]
            done = await asyncio.gather(*(self._chunk(parts, c, first) for c in chunks))
            for number, answer in itertools.chain.from_iterable(done):
                answers[number] = answer
        return answers

    async def _chunk(
        self, parts: Sequence[Part], chunk: Sequence[int], first: bool
    ) -> list[tuple[int, PartAnswer]]:
        """In one batch, or in several where the tenant takes fewer parts; with their numbers."""
        found: list[tuple[int, PartAnswer]] = []
        while rest := chunk[len(found) :]:
            async with self._width.turn(len(rest)) as alone:
                some = rest[: self._width.size]
                answers = await self._batch([parts[n] for n in some], first)
                self._width.learn([one.status == 429 for one in answers], alone=alone)
            found += zip(some, answers, strict=True)
        return found

    async def _batch(self, parts: Sequence[Part], first: bool) -> list[PartAnswer]:
        requests = [_request(number, part) for number, part in enumerate(parts, start=1)]
        counts = Counter(_lane(part.url) for part in parts)
        response = await self._transport.request(
            "POST", "/v1.0/$batch", body={"requests": requests}, parts=True, first=first,
            needs={lane: Need(count, count) for lane, count in counts.items()},
            harmless=all(part.method == "GET" for part in parts),
        )  # fmt: skip
        if response.status != 200:
            raise error_of(response.status, response.body)
        answers = _in_order(response.json, len(parts))
        self._judge(parts, answers)
        return answers

    def _judge(self, parts: Sequence[Part], answers: Sequence[PartAnswer]) -> None:
        """Each part is throttled on its own, inside of a 200."""
        for part, answer in zip(parts, answers, strict=True):
            needs, refused = _needs(part.url), reply_of(answer.status) is Reply.BUSY
            self.traffic.answered(refused=refused)
            if refused:
                self.traffic.hold(needs, answer.retry_after)


def waves(parts: Sequence[Part]) -> list[list[int]]:
    """Indexes of the parts that may be under way together: few enough for each mailbox."""
    found: list[list[int]] = []
    counts: Counter[str] = Counter()
    for number, part in enumerate(parts):
        lane = _lane(part.url)
        wave = counts[lane] // MAILBOX
        counts[lane] += 1
        if wave == len(found):
            found.append([])
        found[wave].append(number)
    return found


def _lane(url: str) -> str:
    """The mailbox that an address names, or the service that answers it; limits are theirs.
    By hand: it is asked for each part of each batch."""
    path = url.partition("://")[2].partition("/")[2] if "://" in url else url.lstrip("/")
    first, *rest = path.partition("?")[0].split("/", 3)
    if first in VERSIONS and rest:
        first, *rest = rest
    return unquote(rest[0]) if first == "users" and rest else first


def _needs(url: str) -> Needs:
    return {_lane(url): Need()}


def _request(number: int, part: Part) -> dict[str, Any]:
    headers = {**IMMUTABLE, **part.headers}
    request: dict[str, Any] = {"id": str(number), "method": part.method, "url": part.url}
    if part.body is not None:
        headers["Content-Type"] = "application/json"
        request["body"] = part.body
    request["headers"] = headers
    return request


def _in_order(answer: dict[str, Any], count: int) -> list[PartAnswer]:
    """Answers come in any order, and a hostile or broken service may leave some out."""
    found: dict[str, PartAnswer] = {}
    rows = answer.get("responses")
    for one in rows if isinstance(rows, list) else ():
        if isinstance(one, dict) and isinstance(one.get("status"), int):
            headers = one.get("headers")
            pause = retry_after(headers, 0.0) if isinstance(headers, dict) else 0.0
            found[str(one.get("id"))] = PartAnswer(one["status"], one.get("body"), pause)
    missing = PartAnswer(0, None)
    return [found.get(str(number), missing) for number in range(1, count + 1)]


def rows_of(page: Any) -> list[dict[str, Any]]:
    rows = page.get("value") if isinstance(page, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unexpected("The tenant's list has another shape than described")
    return rows


def next_of(page: Any) -> str:
    link = page.get("@odata.nextLink", "")
    if not isinstance(link, str):
        raise Unexpected("The tenant's next link is not text")
    return given(link) if link else ""


def given(link: str) -> str:
    """The same link, in the form in which the service gives them: absolute, below a version of the
    API, without steps upwards.  Whose host it names is for the transport to judge."""
    path = unquote(link.partition("?")[0])
    if not _LINK.match(path) or "/../" in f"{path}/" or "/./" in f"{path}/":
        raise Untrusted("The service pointed to something that is no part of its API")
    return link
