"""Who received a message: by advanced hunting, else by Defender's list or message trace."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from workbench.connectors.graph.analyzed import ANALYZED, KEPT, analyzed, analyzed_url
from workbench.connectors.graph.calls import GraphCalls
from workbench.connectors.graph.errors import error_of
from workbench.connectors.graph.shapes import moment, text
from workbench.connectors.records import Records, Trail
from workbench.errors import PermissionMissing, Unexpected
from workbench.model.deliveries import Delivery

HUNT, TRACE = "ThreatHunting.Read.All", "ExchangeMessageTrace.Read.All"
HUNTING = "/v1.0/security/microsoft.graph.security.runHuntingQuery"  # as the SDKs name it
TRACES = "/v1.0/admin/exchange/tracing/messageTraces"
HUNTED = timedelta(days=30)  # kept by advanced hunting (advanced-hunting-limits)
TRACED = timedelta(days=90)  # kept for message trace, in queries of
WINDOW = timedelta(days=10)  # each (Get-MessageTraceV2)
ROWS = 10_000  # of one answer; the service gives at most 100,000
IDS = 500  # messages that one address led to
NONE = datetime.fromtimestamp(0, UTC)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
COLUMNS = (
    "NetworkMessageId, InternetMessageId, RecipientEmailAddress, SenderFromAddress, Subject, "
    "Timestamp, DeliveryAction, DeliveryLocation, LatestDeliveryAction, LatestDeliveryLocation"
)


class GraphRecords:
    def __init__(self, calls: GraphCalls, rights: Callable[[], frozenset[str]]) -> None:
        self._calls = calls
        self._rights = rights

    async def deliveries(self, trail: Trail) -> Records:
        if trail.is_empty:
            raise Unexpected("The records were asked for everything")
        if HUNT in self._rights():
            return await self._hunted(trail)
        if trail.network_id and ANALYZED in self._rights():
            return await self._analyzed(trail)
        if TRACE in self._rights():
            return await self._traced(trail)
        raise PermissionMissing(HUNT, "nor is there a right to message traces")

    async def _hunted(self, trail: Trail) -> Records:
        begin = max(trail.since, datetime.now(UTC) - HUNTED)
        gap = "" if begin == trail.since else f"records before {begin:%Y-%m-%d} are not kept"
        ids: tuple[str, ...] = ()
        if trail.url:
            rows = await self._hunt(url_query(trail.url, begin))
            ids = tuple(dict.fromkeys(text(row, "NetworkMessageId") for row in rows))
            if not ids:
                return Records((), "hunting", gap)
        rows = await self._hunt(mail_query(trail, begin, ids))
        if len(rows) >= ROWS or len(ids) >= IDS:
            gap = f"cut at {ROWS:,} records" if len(rows) >= ROWS else f"cut at {IDS} messages"
        return Records(tuple(map(_hunted, rows)), "hunting", gap)

    async def _hunt(self, query: str) -> list[dict[str, Any]]:
        response = await self._calls.post(HUNTING, {"query": query})
        if response.status != 200:
            raise error_of(response.status, response.body, HUNT)
        rows = response.json.get("results")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Unexpected("The answer to hunting has another shape than described")
        return rows

    async def _analyzed(self, trail: Trail) -> Records:
        now = datetime.now(UTC)
        begin = max(trail.since, now - KEPT)
        gap = "" if begin == trail.since else f"records before {begin:%Y-%m-%d} are not kept"
        pages = self._calls.pages(analyzed_url(trail.network_id, begin, now), ANALYZED)
        return Records(
            tuple([analyzed(row) async for rows in pages for row in rows]), "Defender's list", gap
        )

    async def _traced(self, trail: Trail) -> Records:
        """Traces know neither the service's own ids nor addresses in the message."""
        if not (trail.internet_id or trail.sender):
            raise PermissionMissing(HUNT, "a message trace cannot be asked for this")
        now = datetime.now(UTC)
        begin = max(trail.since, now - TRACED)
        gap = "" if begin == trail.since else f"records before {begin:%Y-%m-%d} are not kept"
        found = [d async for d in self._windows(trail, begin, now) if _is_wanted(trail, d)]
        once = tuple(dict.fromkeys(found))  # windows share the second at which they meet
        return Records(once, "message trace", gap)

    async def _windows(
        self, trail: Trail, begin: datetime, now: datetime
    ) -> AsyncIterator[Delivery]:
        while begin < now:
            end = min(begin + WINDOW, now)
            async for rows in self._calls.pages(trace_url(trail, begin, end), TRACE):
                for row in rows:
                    yield _traced(row)
            begin = end


def mail_query(trail: Trail, since: datetime, ids: tuple[str, ...] = ()) -> str:
    """Kusto; the longest-lived column names of EmailEvents."""
    tests = [f"Timestamp >= datetime({since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ})"]
    if ids:
        tests.append(f"NetworkMessageId in ({', '.join(map(literal, ids[:IDS]))})")
    named = (
        ("InternetMessageId ==", trail.internet_id), ("NetworkMessageId ==", trail.network_id),
        ("SenderFromAddress =~", trail.sender), ("Subject contains", trail.subject),
    )  # fmt: skip
    tests += [f"{test} {literal(value)}" for test, value in named if value]
    return _piped("EmailEvents", tests, COLUMNS, ROWS)


def url_query(url: str, since: datetime) -> str:
    begin = f"Timestamp >= datetime({since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ})"
    return _piped("EmailUrlInfo", [begin, f"Url contains {literal(url)}"], "NetworkMessageId", IDS)


def literal(value: str) -> str:
    """A Kusto string: backslash and quotation mark are escaped as in JSON; control characters,
    which no address or id holds, become spaces."""
    return json.dumps(_CONTROL.sub(" ", value)[:1_000], ensure_ascii=False)


def trace_url(trail: Trail, begin: datetime, end: datetime) -> str:
    clauses = [f"receivedDateTime ge {_stamp(begin)}", f"receivedDateTime le {_stamp(end)}"]
    named = (("messageId", trail.internet_id), ("senderAddress", trail.sender))
    for name, value in named:
        if value:
            clauses.append(f"{name} eq '{value.replace(chr(39), chr(39) * 2)}'")
    return f"{TRACES}?{urlencode({'$filter': ' and '.join(clauses), '$top': '5000'})}"


def _piped(table: str, tests: list[str], columns: str, rows: int) -> str:
    return "\n| ".join(
        [table, *(f"where {t}" for t in tests), f"project {columns}", f"take {rows}"]
    )


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_wanted(trail: Trail, found: Delivery) -> bool:
    return not trail.subject or trail.subject.casefold() in found.subject.casefold()


def _hunted(row: Mapping[str, Any]) -> Delivery:
    """The latest place, where the service knows of one, before that of the first delivery."""
    row = dict(row)
    return Delivery(
        text(row, "InternetMessageId"), text(row, "NetworkMessageId"),
        text(row, "RecipientEmailAddress"), text(row, "SenderFromAddress"), text(row, "Subject"),
        moment(row, "Timestamp") or NONE,
        text(row, "LatestDeliveryAction") or text(row, "DeliveryAction"),
        text(row, "LatestDeliveryLocation") or text(row, "DeliveryLocation"),
    )  # fmt: skip


def _traced(row: Mapping[str, Any]) -> Delivery:
    row = dict(row)
    return Delivery(
        text(row, "messageId"), "", text(row, "recipientAddress"), text(row, "senderAddress"),
        text(row, "subject"), moment(row, "receivedDateTime") or NONE, text(row, "status"),
    )  # fmt: skip
