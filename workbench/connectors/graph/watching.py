"""Exchange mailboxes by delta query, one folder at a time.

https://learn.microsoft.com/graph/delta-query-messages
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from workbench.connectors.graph.calls import PAGES, GraphCalls, given, next_of, rows_of
from workbench.connectors.graph.copies import GraphCopies
from workbench.connectors.graph.errors import code_of, error_of
from workbench.connectors.graph.folders import GraphFolders
from workbench.connectors.graph.shapes import MESSAGE, copy_of, required
from workbench.connectors.port import Reply
from workbench.connectors.watching import Changed, Place
from workbench.errors import ConnectorError, Gone, Throttled, Unexpected, Unreachable
from workbench.model.mail import Copy, Folder, MessageRef
from workbench.model.tenant import Mailbox

READ = "Mail.Read"
PAGE = 250  # rows a page
FILTERED = 5_000  # a filtered round tells of no more (page on message delta)
# Rounds: of what came since the start, of all there is, of what changed since the last one.
FIRST, ALL, LATER = "first", "all", "later"
FORGOTTEN = frozenset({"syncstatenotfound", "resyncrequired", "syncstateinvalid"})
WHOLE = frozenset({"receivedDateTime", "parentFolderId", "internetMessageId"})
OWN = "/v1.0/users/"  # how the links begin that we make
PREFER = {"Prefer": f'IdType="ImmutableId", odata.maxpagesize={PAGE}'}
ARRIVALS = frozenset({"inbox", "sentitems", "junkemail"})
UNWATCHED = frozenset({"drafts", "recoverableitemsdeletions"})


@dataclass(frozen=True, slots=True)
class _Position:
    """``told`` counts what the round has told of so far."""

    round: str
    told: int
    link: str

    @property
    def mark(self) -> str:
        return f"{self.round} {self.told} {self.link}"


class GraphWatching:
    def __init__(
        self,
        calls: GraphCalls,
        folders: GraphFolders,
        copies: GraphCopies,
        tenant: str,
        mailboxes: Mapping[str, Mailbox],
    ) -> None:
        self._calls = calls
        self._folders = folders
        self._copies = copies
        self._tenant = tenant
        self._mailboxes = mailboxes

    async def places(self, mailbox: str) -> tuple[Place, ...]:
        """All folders but drafts and hidden ones; our own quarantine is hidden."""
        folders = await self._folders.all(mailbox)
        return tuple(
            Place(mailbox, each.key, each.known, _is_empty(each))
            for each in folders
            if not each.hidden and each.known not in UNWATCHED
        )

    async def changes(
        self, place: Place, mark: str, start: datetime
    ) -> AsyncGenerator[Changed, None]:
        begun = _Position(FIRST, 0, _first(place, start))
        position, reset = (_read(mark), False) if mark else (begun, True)
        seen: set[str] = set()
        while True:
            if position.link in seen or len(seen) >= PAGES:
                raise Unexpected("The tenant's changes never end: a link came twice")
            body = await self._page(place, position.link)
            if body is None:  # forgotten: everything anew
                seen.add(position.link)
                position, reset = begun, True
                continue
            seen.add(position.link)
            copies, left = await self._sorted(place, rows_of(body))
            if position.round == ALL:
                copies = tuple(copy for copy in copies if copy.received >= start)
            position, more = _after(position, body, place)
            self._calls.require(position.link)
            yield Changed(place, copies, left, position.mark, more, reset)
            if not more:
                return
            reset = False

    async def _page(self, place: Place, link: str) -> dict[str, Any] | None:
        """None where the tenant has forgotten the token."""
        response = await self._calls.asked(link, PREFER)
        if response.status == 200:
            return response.json
        try:
            code = code_of(response.json).casefold()
        except Unexpected:
            code = ""
        if response.status == 410 or (400 <= response.status < 500 and code in FORGOTTEN):
            return None
        if response.status >= 500:
            raise Unreachable(f"The service fails at the moment (HTTP {response.status})")
        error = error_of(response.status, response.body, READ)
        if isinstance(error, Gone):
            await self._require_gone(place)
        raise error

    async def _require_gone(self, place: Place) -> None:
        """Folders shared with a user were seen to tell no changes as if they were not there
        (microsoft-graph-docs-contrib 3606); that must not pass for a folder without mail."""
        mailbox, folder = quote(place.mailbox, safe=""), quote(place.folder, safe="")
        try:
            await self._calls.get(f"{OWN}{mailbox}/mailFolders/{folder}?$select=id", READ)
        except Gone:
            return
        raise Unexpected("The service tells no changes of a folder that is there")

    async def _sorted(
        self, place: Place, rows: list[dict[str, Any]]
    ) -> tuple[tuple[Copy, ...], tuple[MessageRef, ...]]:
        """What is there, and what left; the last word about a message counts."""
        last = {required(row, "id"): row for row in rows}
        gone = [key for key, row in last.items() if "@removed" in row]
        whole = [row for row in last.values() if row.keys() >= WHOLE and "@removed" not in row]
        partial = [key for key in last if not (key in gone or last[key].keys() >= WHOLE)]
        mailbox = self._mailboxes.get(place.mailbox, Mailbox(place.mailbox, place.mailbox, ""))
        copies = [copy_of(row, self._tenant, mailbox) for row in whole]
        copies += await self._looked_up(place, partial, gone)
        left = tuple(MessageRef(self._tenant, place.mailbox, key) for key in gone)
        return tuple(copies), left

    async def _looked_up(self, place: Place, keys: list[str], gone: list[str]) -> list[Copy]:
        """An update need not hold more than what changed; ``gone`` gains what is not there."""
        refs = [MessageRef(self._tenant, place.mailbox, key) for key in keys]
        copies: list[Copy] = []
        for sighting in await self._copies.look(refs) if refs else ():
            if sighting.copy is not None:
                copies.append(sighting.copy)
            elif sighting.reply is Reply.GONE:
                gone.append(sighting.ref.key)
            else:
                raise _unseen(sighting.reply, sighting.detail, sighting.retry_after)
        return copies


def _is_empty(folder: Folder) -> bool:
    return folder.items == 0 and folder.known not in ARRIVALS


def _unseen(reply: Reply, detail: str, pause: float) -> ConnectorError:
    return Throttled(pause) if reply is Reply.BUSY else Unexpected(f"The tenant says: {detail}")


def _first(place: Place, start: datetime | None) -> str:
    mailbox, folder = quote(place.mailbox, safe=""), quote(place.folder, safe="")
    options = {"$select": MESSAGE}
    if start is not None:
        moment = start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        options["$filter"] = f"receivedDateTime ge {moment}"
        options["$orderby"] = "receivedDateTime desc"
    query = urlencode(options, quote_via=quote)
    return f"{OWN}{mailbox}/mailFolders/{folder}/messages/delta?{query}"


def _after(position: _Position, body: dict[str, Any], place: Place) -> tuple[_Position, bool]:
    """Where to go on, and whether that belongs to this round still.  A filtered round that told
    of as many as it may is followed by one of the whole folder."""
    told = position.told + len(rows_of(body))
    if following := next_of(body):
        return _Position(position.round, told, following), True
    if position.round == FIRST and told >= FILTERED:
        return _Position(ALL, 0, _first(place, None)), True
    link = body.get("@odata.deltaLink")
    if not isinstance(link, str) or not link:
        raise Unexpected("The tenant's changes end without a link to go on from")
    return _Position(LATER, 0, given(link)), False


def _read(mark: str) -> _Position:
    """``Unexpected`` or ``Untrusted`` for a mark that none of ours wrote."""
    parts = mark.split(" ", 2)
    if len(parts) < 3 or parts[0] not in {FIRST, ALL, LATER} or not parts[1].isdecimal():
        raise Unexpected("The mark of a folder cannot be read")
    own = parts[2].startswith(OWN)
    return _Position(parts[0], int(parts[1]), parts[2] if own else given(parts[2]))
