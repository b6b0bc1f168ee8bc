"""Reads the message list: ids in batches from a worker thread, rows by primary key.

Imports nothing but sqlite3, so that the window can show its list before anything else is loaded.
One reader serves one thread; the window has one for the worker and one for itself.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench.errors import Cancelled, StoreError
from workbench.model.rows import AnalysisState, MessageRow, Sort, SortKey, Source, View
from workbench.model.verdict import Disposition, Label
from workbench.store import database
from workbench.store.filtering import Filter

FIRST_BATCH = 500  # enough for the first screens at once
NEXT_BATCH = 2_000  # larger fetches hold the interpreter lock for a visible time
_CHUNK = 500  # ids in one statement

_VIEWS = {
    View.REPORTED: "open_reports > 0",
    View.FLAGGED: "flagged = 1",
    View.ALL: "",
    View.OFFLINE: "source = 'file'",
}
# The newest of each group stands for it: no later one of the same group is in the same queue.
_LEADS = (
    "NOT EXISTS (SELECT 1 FROM message AS later WHERE later.campaign = message.campaign "
    "AND later.arrival > message.arrival AND later.{condition})"
)
_ORDERS = {
    SortKey.RECEIVED: ("arrival",),
    SortKey.SENDER: ("sender_address COLLATE NOCASE", "arrival"),
    SortKey.SUBJECT: ("message.subject COLLATE NOCASE", "arrival"),
    SortKey.SCORE: ("score", "arrival"),
    SortKey.REPORTS: ("reports", "arrival"),
    SortKey.PRIORITY: ("priority", "arrival"),
}
_ROW = (
    "SELECT id, label, score, headline, sender_name, sender_address, subject, received, "
    "mailboxes, reports, has_attachments, unread, source, disposition, analysis, "
    "(SELECT count(*) FROM message AS other WHERE other.campaign = message.campaign), "
    "CASE WHEN alerts > 0 THEN (SELECT alert.incident FROM alert_message "
    "JOIN alert ON alert.tenant = alert_message.tenant AND alert.key = alert_message.alert "
    "WHERE alert_message.tenant = message.tenant AND alert_message.internet_id = "
    "message.internet_id AND alert.incident <> '' ORDER BY alert.created LIMIT 1) END FROM message "
    "WHERE id IN "
)


class ListReader:
    """A read-only connection.  ``interrupt`` may come from any thread, all else from one."""

    def __init__(self, path: Path) -> None:
        self._connection: sqlite3.Connection | None = database.connect(path, read_only=True)
        self._lock = threading.Lock()  # between interrupt and close
        self._generation = 0

    def ids(self, view: View, filter: Filter, sort: Sort) -> Iterator[list[int]]:
        """Message ids in list order, in batches; raises ``Cancelled`` after ``interrupt``."""
        return self._batches(*statement(view, filter, sort), self._generation)

    def rows(self, ids: Sequence[int]) -> list[MessageRow]:
        """The rows of these messages in the order asked; a message that is gone is left out."""
        found: dict[int, MessageRow] = {}
        for start in range(0, len(ids), _CHUNK):
            part = ids[start : start + _CHUNK]
            marks = ",".join("?" * len(part))
            for values in self._execute(f"{_ROW}({marks})", part):
                found[values[0]] = _row(values)
        return [found[id] for id in ids if id in found]

    def counts(self) -> dict[View, int]:
        """How many messages each view holds without a filter."""
        counted = {}
        for view in _VIEWS:
            conditions = _conditions(view, collapsed=True)
            where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
            sql = f"SELECT count(*) FROM message{where}"  # noqa: S608 - our own constants
            counted[view] = int(self._execute(sql).fetchone()[0])
        return counted

    def interrupt(self) -> None:
        """Stops a running ``ids`` as soon as possible; harmless when none runs or after close."""
        with self._lock:
            self._generation += 1
            if self._connection is not None:
                self._connection.interrupt()

    def close(self) -> None:
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def _batches(
        self, sql: str, values: tuple[str | int, ...], generation: int
    ) -> Iterator[list[int]]:
        cursor, size = None, FIRST_BATCH
        try:
            self._require(generation)
            cursor = self._execute(sql, values)
            while batch := [int(row[0]) for row in cursor.fetchmany(size)]:
                self._require(generation)
                yield batch
                size = NEXT_BATCH
                self._require(generation)
        except sqlite3.OperationalError as error:
            self._require(generation)
            raise StoreError(f"The list cannot be read: {error}") from error
        finally:
            if cursor is not None and self._connection is not None:
                cursor.close()

    def _require(self, generation: int) -> None:
        if generation != self._generation or self._connection is None:
            raise Cancelled

    def _execute(self, sql: str, values: Sequence[str | int] = ()) -> sqlite3.Cursor:
        if self._connection is None:
            raise StoreError("The workspace is closed")
        return self._connection.execute(sql, values)


def statement(view: View, filter: Filter, sort: Sort) -> tuple[str, tuple[str | int, ...]]:
    """The query for a list.  Hits of the full-text index stream in order of receipt as they are,
    because its row id is ``arrival``; any other order sorts the hits."""
    direction = "DESC" if sort.descending else "ASC"
    order = [f"{column} {direction}" for column in _ORDERS[sort.key]]
    source, values = "message", []
    where = _conditions(view, collapsed=filter == Filter())
    if filter.match:
        source = "search CROSS JOIN message ON message.arrival = search.rowid"
        where.append("search MATCH ?")
        values.append(filter.match)
        order[-1] = f"search.rowid {direction}"
    for expression in filter.unmatch:
        where.append("arrival NOT IN (SELECT rowid FROM search WHERE search MATCH ?)")
        values.append(expression)
    where.extend(f"({condition})" for condition in filter.conditions)
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    sql = f"SELECT message.id FROM {source}{condition} ORDER BY {', '.join(order)}"  # noqa: S608 - no value in it
    return sql, (*values, *filter.values)


def _conditions(view: View, *, collapsed: bool) -> list[str]:
    """Only the queues show one row for messages alike; a filter looks among all of them."""
    condition = _VIEWS[view]
    if not condition:
        return []
    queued = collapsed and view in (View.REPORTED, View.FLAGGED)
    return [condition, _LEADS.format(condition=condition)] if queued else [condition]


def _row(values: Sequence[Any]) -> MessageRow:
    return MessageRow(
        id=values[0],
        label=Label(values[1]),
        score=values[2],
        headline=values[3],
        sender_name=values[4],
        sender_address=values[5],
        subject=values[6],
        received=datetime.fromtimestamp(values[7] / 1000, UTC),
        mailboxes=values[8],
        reports=values[9],
        has_attachments=bool(values[10]),
        is_unread=bool(values[11]),
        source=Source(values[12]),
        disposition=Disposition(values[13]) if values[13] else None,
        analysis=AnalysisState(values[14]),
        alike=values[15] or 1,
        incident=values[16] or "",
    )
