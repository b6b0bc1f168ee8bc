"""How far each place of a tenant is watched; a page and its mark are kept in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from workbench.connectors.watching import Changed, Place
from workbench.store import messages
from workbench.store.chunks import chunks
from workbench.store.moments import from_stored, to_stored
from workbench.store.tables import CHECKPOINT, COPY

EDGE = timedelta(seconds=1)  # providers count the start of a round by whole seconds


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """``caught_up`` is when a round last came to its end, None before the first."""

    place: Place
    mark: str
    start: datetime
    caught_up: datetime | None


def load(connection: Connection, tenant: str) -> tuple[Checkpoint, ...]:
    rows = connection.execute(select(CHECKPOINT).where(CHECKPOINT.c.tenant == tenant))
    return tuple(
        Checkpoint(
            Place(row.mailbox, row.place, row.known),
            row.mark,
            from_stored(row.start),
            from_stored(row.caught_up) if row.caught_up is not None else None,
        )
        for row in rows
    )


def newest(connection: Connection, tenant: str) -> dict[str, int]:
    """By mailbox when the newest copy known came, as stored."""
    rows = connection.execute(
        select(COPY.c.mailbox, func.max(COPY.c.received).label("last"))
        .where(COPY.c.tenant == tenant)
        .group_by(COPY.c.mailbox)
    )
    return {row.mailbox: row.last for row in rows}


def take(
    connection: Connection, tenant: str, page: Changed, start: datetime, now: datetime
) -> frozenset[int]:
    """The messages that a page touches.  A round that tells of everything since ``start`` leaves
    those copies noted as gone that it did not name; nothing is ever deleted."""
    here = _in_place(tenant, page.place)
    touched: set[int] = set()
    if page.reset:
        since = to_stored(start + EDGE)
        doubtful = here & COPY.c.gone.is_(None) & (COPY.c.received >= since)
        connection.execute(update(COPY).where(doubtful).values(doubted=1))
    touched |= messages.save(connection, page.copies)
    for part in chunks([ref.key for ref in page.left]):
        touched |= _leave(connection, here & COPY.c.key.in_(part), now)
    if not page.more:
        touched |= _leave(connection, here & (COPY.c.doubted == 1), now)
    _note(connection, tenant, page, start, now)
    return frozenset(touched)


def forget(connection: Connection, tenant: str, place: Place) -> None:
    """The next round tells of everything."""
    connection.execute(
        delete(CHECKPOINT).where(
            (CHECKPOINT.c.tenant == tenant)
            & (CHECKPOINT.c.mailbox == place.mailbox)
            & (CHECKPOINT.c.place == place.folder)
        )
    )


def end(connection: Connection, tenant: str, place: Place, now: datetime) -> frozenset[int]:
    """The place itself is no longer there; gives the messages that were in it."""
    forget(connection, tenant, place)
    return frozenset(_leave(connection, _in_place(tenant, place), now))


def _in_place(tenant: str, place: Place) -> ColumnElement[bool]:
    """A copy that was seen elsewhere meanwhile is not in the place any more."""
    here = and_(COPY.c.tenant == tenant, COPY.c.mailbox == place.mailbox)
    return here & (COPY.c.folder == place.folder) if place.folder else here


def _leave(connection: Connection, which: ColumnElement[bool], now: datetime) -> set[int]:
    still = which & COPY.c.gone.is_(None)
    left = set(connection.execute(select(COPY.c.message).where(still)).scalars())
    if left:
        values = {"gone": to_stored(now), "doubted": 0}
        connection.execute(update(COPY).where(still).values(**values))
        messages.recount(connection, left)
    return left


def _note(
    connection: Connection, tenant: str, page: Changed, start: datetime, now: datetime
) -> None:
    values: dict[str, object] = {
        "known": page.place.known,
        "mark": page.mark,
        "start": to_stored(start),
    }
    if not page.more:
        values["caught_up"] = to_stored(now)
    key = {"tenant": tenant, "mailbox": page.place.mailbox, "place": page.place.folder}
    statement = insert(CHECKPOINT).values(**key, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))
