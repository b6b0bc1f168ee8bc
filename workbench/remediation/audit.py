"""The audit log: a chain of hashes, written in the transaction whose change it tells of.

It holds ids and hashes, never the text of mail.  Order is by ``seq``; times are for people.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import metadata
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, insert, select

from workbench.errors import StoreError
from workbench.remediation.clock import Clock
from workbench.remediation.tables import AUDIT
from workbench.store.lease import boot_id
from workbench.store.moments import to_stored

START = "0" * 64  # the hash before the first row


@dataclass(frozen=True, slots=True)
class Event:
    """Something to be told; ``item`` is the pair of mailbox and message key it is about."""

    name: str
    action: str
    item: tuple[str, str] | None = None
    request: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log as stored; ``body`` is canonical JSON."""

    seq: int
    prev: str
    body: str
    hash: str

    def parsed(self) -> dict[str, Any]:
        loaded = json.loads(self.body)
        return loaded if isinstance(loaded, dict) else {}


class Author:
    """Who writes the log: the person, the machine, the program."""

    def __init__(self, actor: str, clock: Clock) -> None:
        self.actor = actor
        self.tool = tool_version()
        self._clock = clock
        self._machine = {"host": platform.node(), "boot_id": boot_id()}

    def now(self) -> datetime:
        return self._clock.now()

    def append(self, connection: Connection, events: Sequence[Event]) -> Entry | None:
        """Chains the events to the log; gives its new head."""
        seq, prev = head(connection)
        entries = []
        for event in events:
            entry = self._entry(event, seq + 1, prev)
            seq, prev = entry.seq, entry.hash
            entries.append(entry)
        if not entries:
            return None
        connection.execute(
            insert(AUDIT),
            [{"seq": e.seq, "prev": e.prev, "body": e.body, "hash": e.hash} for e in entries],
        )
        return entries[-1]

    def _entry(self, event: Event, seq: int, prev: str) -> Entry:
        body = canonical(
            {
                "seq": seq,
                "prev": prev,
                "wall": to_stored(self._clock.now()),
                "mono": round(self._clock.monotonic(), 3),
                "server_date": None,  # the connector's port does not pass it on
                "actor": self.actor,
                "tool": self.tool,
                "event": event.name,
                "action": event.action,
                "item": list(event.item) if event.item else None,
                "req": event.request or None,
                "payload": dict(event.payload),
                **self._machine,
            }
        )
        return Entry(seq, prev, body, digest(seq, prev, body))


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def digest(seq: int, prev: str, body: str) -> str:
    return hashlib.sha256(f"{seq}|{prev}|{body}".encode()).hexdigest()


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last row."""
    row = connection.execute(
        select(AUDIT.c.seq, AUDIT.c.hash).order_by(AUDIT.c.seq.desc()).limit(1)
    ).one_or_none()
    return (row.seq, row.hash) if row else (0, START)


def entries(connection: Connection, after: int = 0, limit: int = 1_000) -> tuple[Entry, ...]:
    """Rows after number ``after``, oldest first.  ``StoreError`` where a damaged file gives them
    in another order, in which whoever reads page by page would never come to an end."""
    rows = connection.execute(
        select(AUDIT.c.seq, AUDIT.c.prev, AUDIT.c.body, AUDIT.c.hash)
        .where(AUDIT.c.seq > after)
        .order_by(AUDIT.c.seq)
        .limit(limit)
    )
    found = tuple(Entry(r.seq, r.prev, r.body, r.hash) for r in rows)
    numbers = [after, *(entry.seq for entry in found)]
    if any(one >= other for one, other in pairwise(numbers)):
        raise StoreError("The file is damaged: rows of the log come in another order than theirs")
    return found


def tool_version() -> str:
    try:
        return metadata.version("email-security-workbench")
    except metadata.PackageNotFoundError:
        return "uninstalled source"
