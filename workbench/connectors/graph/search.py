"""Finds copies in many mailboxes at a time: first pages by batch, further ones by their links."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from workbench.connectors.ahead import as_they_come
from workbench.connectors.asked import fits, phrase
from workbench.connectors.attempt import BACKOFF, PATIENCE, TRIES
from workbench.connectors.graph.calls import BATCH, GraphCalls, Part, PartAnswer, next_of, rows_of
from workbench.connectors.graph.errors import reply_of
from workbench.connectors.graph.shapes import MESSAGE, copy_of
from workbench.connectors.port import Page, Query, Reply
from workbench.errors import ConnectorError, Throttled
from workbench.model.mail import Copy
from workbench.model.tenant import Mailbox

TOP = 250  # rows a page; Graph allows 1,000 but answers large pages slowly
AHEAD = 16  # batches begun, or answered and not yet taken
CUT = 1_000  # results of $search for one mailbox, more are not listed (search-query-parameter)
RECOVERABLE = "recoverableitemsdeletions"  # left out of a mailbox's messages
DAY = timedelta(days=1)
READ = "Mail.Read"


def listing(mailbox: str, query: Query, folder: str = "") -> str:
    """The relative address that lists one mailbox, or one folder of it.

    ``$filter`` where Graph can answer exactly, else ``$search``, which the service does not let
    be combined with ``$filter`` or ``$orderby`` (https://learn.microsoft.com/graph/search-query-parameter).
    """
    options = {"$select": MESSAGE, "$top": str(TOP)}
    options.update(_searched(query) if is_indexed(query) else _filtered(query))
    where = f"/mailFolders/{folder}" if folder else ""
    address = f"/users/{quote(mailbox, safe='')}{where}/messages"
    return f"{address}?{urlencode(options, quote_via=quote)}"


def is_indexed(query: Query) -> bool:
    """Whether only the index can answer; a Message-ID is always asked for exactly."""
    return bool(query.subject or query.text or _domain(query)) and not query.internet_id


def _filtered(query: Query) -> dict[str, str]:
    """The leading filter member is the sort member, else Graph answers 400 InefficientFilter."""
    clauses, options = [], {}
    if query.since is not None:
        clauses.append(f"receivedDateTime ge {_stamp(query.since)}")
    if query.until is not None:
        clauses.append(f"receivedDateTime le {_stamp(query.until)}")
    if clauses:
        options["$orderby"] = "receivedDateTime desc"
    if query.internet_id:
        clauses.append(f"internetMessageId eq {_literal(query.internet_id)}")
    if query.sender and not _domain(query):
        clauses.append(f"from/emailAddress/address eq {_literal(query.sender.strip())}")
    return {**options, "$filter": " and ".join(clauses)} if clauses else options


def _searched(query: Query) -> dict[str, str]:
    """KQL knows days, not seconds, so the window is a day wider at both ends."""
    terms = [
        f"{name}:{said}"
        for name, value in (
            ("from", query.sender),
            ("subject", query.subject),
            ("body", query.text),
        )
        if (said := phrase(value.lstrip("@") if name == "from" else value))
    ]
    if query.since is not None:
        terms.append(f"received>={query.since.astimezone(UTC) - DAY:%Y-%m-%d}")
    if query.until is not None:
        terms.append(f"received<={query.until.astimezone(UTC) + DAY:%Y-%m-%d}")
    said = " AND ".join(terms).replace('"', '\\"')
    return {"$search": f'"{said}"'} if said else _filtered(query)


def _domain(query: Query) -> bool:
    return bool(query.sender) and "@" not in query.sender.strip().lstrip("@")


def _literal(value: str) -> str:
    """OData 4.01, part 2, 5.1.1.14: an apostrophe is doubled."""
    return "'" + value.replace("'", "''") + "'"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True)
class _Found:
    mailboxes: int
    copies: list[Copy] = field(default_factory=list)
    unreached: list[tuple[str, str]] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)


class GraphSearch:
    def __init__(self, calls: GraphCalls, tenant: str) -> None:
        self._calls = calls
        self._tenant = tenant

    async def find(self, query: Query, mailboxes: Sequence[Mailbox]) -> AsyncGenerator[Page, None]:
        """Pages in the order they arrive; closing the iterator cancels what is under way."""
        chunks = [mailboxes[at : at + BATCH] for at in range(0, len(mailboxes), BATCH)]
        questions = (partial(self._chunk, query, chunk) for chunk in chunks)
        done = 0
        async with aclosing(as_they_come(questions, AHEAD)) as answers:
            async for found in answers:
                done += found.mailboxes
                yield Page(
                    tuple(found.copies), tuple(found.unreached), done, len(mailboxes),
                    tuple(found.cut),
                )  # fmt: skip

    async def _chunk(self, query: Query, chunk: Sequence[Mailbox]) -> _Found:
        """A tenant too busy for these mailboxes may answer for the next ones."""
        found = _Found(len(chunk))
        try:
            await self._listed(query, chunk, "", found)
            if query.recoverable:
                await self._listed(query, chunk, RECOVERABLE, found)
        except Throttled as error:
            named = {mailbox for mailbox, _ in found.unreached}
            found.unreached += [(box.key, str(error)) for box in chunk if box.key not in named]
        return found

    async def _listed(
        self, query: Query, chunk: Sequence[Mailbox], folder: str, found: _Found
    ) -> None:
        """A mailbox without Recoverable Items (404) has nothing there."""
        answers = await self._patiently([listing(box.key, query, folder) for box in chunk])
        for mailbox, answer in zip(chunk, answers, strict=True):
            if answer.status != 200:
                if not (folder and answer.status == 404):
                    found.unreached.append((mailbox.key, answer.detail))
                continue
            try:
                copies = await self._rest(mailbox, answer.body)
            except ConnectorError as error:
                found.unreached.append((mailbox.key, str(error)))
                continue
            if is_indexed(query) and len(copies) >= CUT:
                found.cut.append(mailbox.key)
            kept = [copy for copy in copies if fits(query, copy)]
            found.copies += sorted(kept, key=lambda copy: copy.received, reverse=True)

    async def _patiently(self, urls: list[str]) -> list[PartAnswer]:
        """Parts told to come again are sent again after the longest wait any of them named; those
        without an answer, or with a failure for one, a few times."""
        answers = await self._calls.batch([Part("GET", url) for url in urls])
        traffic, waited, tries = self._calls.traffic, 0.0, 1
        while again := [n for n, a in enumerate(answers) if _is_open(a, tries)]:
            asked = max(answers[n].retry_after for n in again)
            pause = traffic.pause(asked, BACKOFF)
            waited += pause
            if waited > PATIENCE or not traffic.budget.again(traffic.ticker.now(), len(again)):
                break
            await self._calls.rest(pause)
            renewed = await self._calls.batch([Part("GET", urls[n]) for n in again], first=False)
            for n, answer in zip(again, renewed, strict=True):
                answers[n] = answer
            tries += 1
        return answers

    async def _rest(self, mailbox: Mailbox, page: Any) -> list[Copy]:
        rows = rows_of(page)
        link = next_of(page)
        if link:
            async for more in self._calls.pages(link, READ):
                rows += more
        return [copy_of(row, self._tenant, mailbox) for row in rows]


def _is_open(answer: PartAnswer, tries: int) -> bool:
    reply = reply_of(answer.status) if answer.status else Reply.UNKNOWN
    return reply is Reply.BUSY or (reply is Reply.UNKNOWN and tries < TRIES)
