"""What the journal says we asked for, in the order a tenant's records are looked up by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from workbench.reconciling.told import Named, bare_id, moment_of, plain_key
from workbench.remediation import audit
from workbench.remediation.tables import ACTION, ITEM
from workbench.store.moments import from_stored

FOLDERS = ("folder wanted", "folder removal wanted")
ANNOUNCING = ("intent", *FOLDERS, "import wanted", "calendar event wanted")
SKEW = timedelta(minutes=5)  # between our clock and the tenant's
DELAY = timedelta(hours=1)  # longest time from an intent to its effect: a request and its retries


@dataclass(slots=True)
class Intent:
    """One copy in one request.  ``moved`` where the journal says that it had an effect; ``seen``
    once a record tells of that."""

    action: str
    request: str
    mailbox: str  # address, lower case; "" when the journal does not know the copy
    key: str
    internet_id: str
    moment: datetime
    moved: bool
    seen: bool = False

    def near(self, moment: datetime | None) -> bool:
        return moment is not None and self.moment - SKEW <= moment <= self.moment + DELAY

    def is_of(self, named: Named, mailbox: str) -> bool:
        """By the strongest name that the record gives."""
        if named.key and named.key == self.key:
            return True
        if named.internet_id:
            return named.internet_id == self.internet_id and mailbox in ("", self.mailbox)
        return not named.key and mailbox == self.mailbox


class Ours:
    """``folders`` are the moments at which we were about to make or remove one, by mailbox."""

    def __init__(self, connection: Connection) -> None:
        self.intents: list[Intent] = []
        self.folders: defaultdict[str, list[datetime]] = defaultdict(list)
        self.addresses: set[str] = set()
        self._requests: defaultdict[str, list[Intent]] = defaultdict(list)
        self._keys: defaultdict[str, list[Intent]] = defaultdict(list)
        self._boxes: defaultdict[str, list[Intent]] = defaultdict(list)
        self._load(connection)

    def of_request(self, request: str) -> list[Intent]:
        return self._requests.get(request, []) if request else []

    def of_message(self, named: Named, mailbox: str) -> list[Intent]:
        found = self._keys.get(named.key, []) if named.key else []
        found = found or self._boxes.get(mailbox, [])
        if not found and mailbox not in self.addresses and named.internet_id:
            return [i for i in self.intents if i.internet_id == named.internet_id]
        return [intent for intent in found if intent.is_of(named, mailbox)]

    def of_mailbox(self, mailbox: str) -> list[Intent]:
        return self._boxes.get(mailbox, [])

    def _load(self, connection: Connection) -> None:
        ids = {r.id: bare_id(r.internet_id) for r in connection.execute(select(ACTION))}
        items = {(r.action, r.mailbox, r.key): r for r in connection.execute(select(ITEM))}
        addresses = {(r.action, r.mailbox): r.mailbox_address.casefold() for r in items.values()}
        self.addresses = set(addresses.values())
        for body, moment in _told(connection):
            mailbox, key = body["item"]
            address = addresses.get((body["action"], mailbox), "")
            if body["event"] in FOLDERS:
                self.folders[address].append(moment)
                continue
            item = items.get((body["action"], mailbox, key))
            request = body.get("req") or ""
            moved = bool(item is not None and item.moved and item.request == request)
            internet_id = ids.get(body["action"], "")
            self._add(
                Intent(
                    *(body["action"], request.casefold(), address, plain_key(key)),
                    *(internet_id, moment, moved),
                )
            )

    def _add(self, intent: Intent) -> None:
        self.intents.append(intent)
        self._requests[intent.request].append(intent)
        self._keys[intent.key].append(intent)
        self._boxes[intent.mailbox].append(intent)


def _told(connection: Connection) -> Iterator[tuple[dict[str, Any], datetime]]:
    """Rows of the log that announce a change in a mailbox; a damaged row announces nothing."""
    after = 0
    while page := audit.entries(connection, after):
        after = page[-1].seq
        yield from _announcing(page)


def _announcing(page: Iterable[audit.Entry]) -> Iterator[tuple[dict[str, Any], datetime]]:
    for entry in page:
        try:
            body = entry.parsed()
            wall = body.get("wall")
            moment = from_stored(wall) if isinstance(wall, int) else moment_of(wall)
        except ValueError:
            continue
        if body.get("event") in ANNOUNCING and body.get("item") and moment:
            yield body, moment
