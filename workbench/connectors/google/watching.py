"""Gmail mailboxes by their history; what came before it by list.

https://developers.google.com/workspace/gmail/api/guides/sync
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import aclosing
from datetime import datetime
from typing import Any

from workbench.connectors.google.calls import PAGES, READ, GoogleCalls, mailbox_path, rows_of
from workbench.connectors.google.search import GmailSearch
from workbench.connectors.google.shapes import required, text
from workbench.connectors.watching import Changed, Place
from workbench.errors import Gone, Unexpected
from workbench.model.mail import MessageRef
from workbench.model.tenant import Mailbox

LISTED = 200  # messages a page of a first round; each costs 5 units of quota
TOLD = 500  # records a page of history, the most there is
MEMBERS = ("messagesAdded", "messagesDeleted", "labelsAdded", "labelsRemoved")


class GmailWatching:
    """A mark is ``history N``, or ``list N TOKEN`` half-way through what was there before N."""

    def __init__(
        self,
        calls: GoogleCalls,
        search: GmailSearch,
        tenant: str,
        mailboxes: Mapping[str, Mailbox],
    ) -> None:
        self._calls = calls
        self._search = search
        self._tenant = tenant
        self._mailboxes = mailboxes

    async def changes(
        self, place: Place, mark: str, start: datetime
    ) -> AsyncGenerator[Changed, None]:
        kind, number, token = _read(mark)
        if kind == "history":
            try:
                async with aclosing(self._history(place, number)) as pages:
                    async for page in pages:
                        yield page
            except Gone:  # forgotten: everything anew
                kind, number, token = "list", "", ""
            else:
                return
        async with aclosing(self._listed(place, number, token, start)) as pages:
            async for page in pages:
                yield page

    async def _history(self, place: Place, number: str) -> AsyncGenerator[Changed, None]:
        """Half-way the mark stays where the round began: telling twice harms nothing, and a
        page token need not live long."""
        path, token = f"{mailbox_path(place.mailbox)}/history", ""
        for _ in range(PAGES):
            query = [("startHistoryId", number), ("maxResults", str(TOLD))]
            query += [("pageToken", token)] if token else []
            body = await self._calls.get(path, query, place.mailbox, READ)
            following = _token(body)
            mark = f"history {number}" if following else f"history {_number(body, 'historyId')}"
            keys = _keys(rows_of(body, "history"))
            yield await self._page(place, keys, mark, more=bool(following), reset=False)
            if not following:
                return
            token = following
        raise Unexpected("The tenant's history never ends")

    async def _listed(
        self, place: Place, number: str, token: str, start: datetime
    ) -> AsyncGenerator[Changed, None]:
        """What changes meanwhile stands in the history since the number read first."""
        reset, path = not number, mailbox_path(place.mailbox)
        if not number:
            profile = await self._calls.get(f"{path}/profile", (), place.mailbox, READ)
            number = _number(profile, "historyId")
        query = [("includeSpamTrash", "true"), ("maxResults", str(LISTED))]
        query.append(("q", f"after:{int(start.timestamp())}"))
        for _ in range(PAGES):
            more = [("pageToken", token)] if token else []
            body = await self._calls.get(f"{path}/messages", query + more, place.mailbox, READ)
            following = _token(body)
            mark = f"list {number} {following}" if following else f"history {number}"
            keys = [required(row, "id") for row in rows_of(body, "messages")]
            yield await self._page(place, keys, mark, more=bool(following), reset=reset)
            if not following:
                return
            token, reset = following, False
        raise Unexpected("The tenant's list never ends")

    async def _page(
        self, place: Place, keys: Iterable[str], mark: str, *, more: bool, reset: bool
    ) -> Changed:
        wanted = list(dict.fromkeys(keys))
        mailbox = self._mailboxes.get(place.mailbox, Mailbox(place.mailbox, place.mailbox, ""))
        copies = await self._search.described(mailbox, wanted)
        there = {copy.ref.key for copy in copies}
        left = (MessageRef(self._tenant, mailbox.key, key) for key in wanted if key not in there)
        return Changed(place, tuple(copies), tuple(left), mark, more, reset)


def _keys(records: Iterable[Mapping[str, Any]]) -> list[str]:
    found = []
    for record in records:
        for member in MEMBERS:
            for row in rows_of(record, member):
                message = row.get("message")
                if isinstance(message, dict):
                    found.append(required(message, "id"))
    return found


def _read(mark: str) -> tuple[str, str, str]:
    """``Unexpected`` for a mark that none of ours wrote."""
    if not mark:
        return "list", "", ""
    kind, _, rest = mark.partition(" ")
    number, _, token = rest.partition(" ")
    if kind not in {"history", "list"} or not number.isdecimal():
        raise Unexpected("The mark of a mailbox cannot be read")
    return kind, number, token


def _number(body: Mapping[str, Any], member: str) -> str:
    """64-bit numbers are text in JSON."""
    found = text(body, member)
    if not found.isascii() or not found.isdecimal():
        raise Unexpected(f"The tenant left out {member}")
    return found


def _token(body: Mapping[str, Any]) -> str:
    token = body.get("nextPageToken", "")
    if not isinstance(token, str):
        raise Unexpected("The tenant's page token is not text")
    return token
