"""Finds copies in many mailboxes at a time: first pages by batch, further ones by their links."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from datetime import UTC
from typing import Any
from urllib.parse import quote, urlencode

from workbench.connectors.graph.calls import BATCH, GraphCalls, Part, PartAnswer, next_of, rows_of
from workbench.connectors.graph.errors import reply_of
from workbench.connectors.graph.shapes import MESSAGE, copy_of
from workbench.connectors.port import Page, Query, Reply
from workbench.connectors.transport import PATIENCE
from workbench.errors import ConnectorError
from workbench.model.mail import Copy
from workbench.model.tenant import Mailbox

TOP = 250  # rows a page; Graph allows 1,000 but answers large pages slowly
WIDTH = 4  # batches under way
READ = "Mail.Read"
Sleep = Callable[[float], Awaitable[None]]


def listing(mailbox: str, query: Query) -> str:
    """The relative address that lists one mailbox; the leading filter member is the sort member,
    else Graph answers 400 InefficientFilter."""
    clauses, options = [], {"$select": MESSAGE, "$top": str(TOP)}
    if query.since is not None:
        since = query.since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        clauses.append(f"receivedDateTime ge {since}")
        options["$orderby"] = "receivedDateTime desc"
    if query.internet_id:
        literal = query.internet_id.replace("'", "''")
        clauses.append(f"internetMessageId eq '{literal}'")
    if clauses:
        options["$filter"] = " and ".join(clauses)
    return f"/users/{quote(mailbox, safe='')}/messages?{urlencode(options, quote_via=quote)}"


class GraphSearch:
    def __init__(self, calls: GraphCalls, tenant: str, sleep: Sleep) -> None:
        self._calls = calls
        self._tenant = tenant
        self._sleep = sleep

    async def find(self, query: Query, mailboxes: Sequence[Mailbox]) -> AsyncGenerator[Page, None]:
        """Pages in the order they arrive; closing the iterator cancels what is under way."""
        chunks = [mailboxes[at : at + BATCH] for at in range(0, len(mailboxes), BATCH)]
        slots = asyncio.Semaphore(WIDTH)
        tasks = [asyncio.create_task(self._chunk(query, chunk, slots)) for chunk in chunks]
        done = 0
        try:
            for chunk, task in zip(chunks, tasks, strict=True):
                copies, unreached = await task
                done += len(chunk)
                yield Page(tuple(copies), tuple(unreached), done, len(mailboxes))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _chunk(
        self, query: Query, chunk: Sequence[Mailbox], slots: asyncio.Semaphore
    ) -> tuple[list[Copy], list[tuple[str, str]]]:
        copies: list[Copy] = []
        unreached: list[tuple[str, str]] = []
        async with slots:
            answers = await self._patiently([listing(mailbox.key, query) for mailbox in chunk])
            for mailbox, answer in zip(chunk, answers, strict=True):
                if answer.status != 200:
                    unreached.append((mailbox.key, answer.detail))
                    continue
                try:
                    copies += await self._rest(mailbox, answer.body)
                except ConnectorError as error:
                    unreached.append((mailbox.key, str(error)))
        return copies, unreached

    async def _patiently(self, urls: list[str]) -> list[PartAnswer]:
        """Parts told to come again are sent again after the longest wait any of them named."""
        answers = await self._calls.batch([Part("GET", url) for url in urls])
        waited = 0.0
        while busy := [n for n, a in enumerate(answers) if reply_of(a.status) is Reply.BUSY]:
            pause = max(answers[n].retry_after for n in busy)
            waited += max(pause, 1.0)
            if waited > PATIENCE:
                break
            await self._sleep(pause)
            again = await self._calls.batch([Part("GET", urls[n]) for n in busy])
            for n, answer in zip(busy, again, strict=True):
                answers[n] = answer
        return answers

    async def _rest(self, mailbox: Mailbox, page: Any) -> list[Copy]:
        rows = rows_of(page)
        link = next_of(page)
        if link:
            async for more in self._calls.pages(link, READ):
                rows += more
        return [copy_of(row, self._tenant, mailbox) for row in rows]
