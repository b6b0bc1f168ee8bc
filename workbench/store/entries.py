"""New message rows, each with its place in time and its words in the search."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select, update

from workbench.store import search
from workbench.store.chunks import chunks
from workbench.store.identity import arrival
from workbench.store.tables import MESSAGE

PREVIEW = 400  # characters of body text kept for the search and the card
RECIPIENTS = 2_000  # characters; a list of thousands adds nothing to a search


def add(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Columns as in ``message``; ``arrival`` is put in here."""
    for part in chunks(rows):
        _place(connection, part)
        connection.execute(insert(MESSAGE), part)
        places = [row["arrival"] for row in part]
        stored = select(MESSAGE).where(MESSAGE.c.arrival.in_(places))
        search.add(connection, connection.execute(stored).all())


def begin_with(connection: Connection, id: int, text: str) -> None:
    """Another beginning of the body, for the list and the search."""
    before = connection.execute(select(MESSAGE).where(MESSAGE.c.id == id)).one()
    search.remove(connection, [before])
    new = update(MESSAGE).where(MESSAGE.c.id == id).values(preview=text[:PREVIEW])
    search.add(connection, [connection.execute(new.returning(MESSAGE)).one()])


def _place(connection: Connection, rows: list[dict[str, Any]]) -> None:
    wanted = [arrival(row["received"], row["fingerprint"]) for row in rows]
    known = select(MESSAGE.c.arrival).where(MESSAGE.c.arrival.in_(wanted))
    taken = set(connection.execute(known).scalars())
    for row, place in zip(rows, wanted, strict=True):
        row["arrival"] = _free(connection, place, taken)
        taken.add(row["arrival"])


def _free(connection: Connection, place: int, taken: set[int]) -> int:
    """Two messages of one millisecond may have the same spread: the later one moves up."""
    if place not in taken:
        return place
    while place in taken or _is_known(connection, place):
        place += 1
    return place


def _is_known(connection: Connection, place: int) -> bool:
    found = connection.execute(select(MESSAGE.c.id).where(MESSAGE.c.arrival == place))
    return found.first() is not None
