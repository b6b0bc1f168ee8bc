"""What users told the tenant about messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.sqlite import insert

from workbench.model.mail import Told, UserReport
from workbench.store.chunks import chunks
from workbench.store.links import relink
from workbench.store.messages import ids_of
from workbench.store.moments import from_stored, to_stored
from workbench.store.tables import MESSAGE, REPORT

WORDS = 1_000  # characters kept of what a reporter wrote


def known(connection: Connection, tenant: str, keys: Sequence[str]) -> frozenset[str]:
    """Which of these reports were taken in before."""
    found: set[str] = set()
    for part in chunks(keys):
        named = (REPORT.c.tenant == tenant) & REPORT.c.key.in_(part)
        found.update(connection.execute(select(REPORT.c.key).where(named)).scalars())
    return frozenset(found)


def save(connection: Connection, reports: Sequence[UserReport]) -> frozenset[int]:
    """Takes in reports; gives the ids of the messages they name, as far as those are known."""
    statement = insert(REPORT)
    for part in chunks(reports):
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["tenant", "key"],
                set_={"category": statement.excluded.category},
            ),
            [_values(report) for report in part],
        )
    relink(connection, {(r.tenant, r.internet_id) for r in reports})
    return frozenset().union(
        *(ids_of(connection, t, _named(reports, t)) for t in {r.tenant for r in reports})
    )


def of_message(connection: Connection, id: int) -> tuple[UserReport, ...]:
    """The reports that name this message, oldest first."""
    rows = connection.execute(
        select(REPORT)
        .join(
            MESSAGE,
            (MESSAGE.c.tenant == REPORT.c.tenant)
            & (MESSAGE.c.internet_id == REPORT.c.internet_id)
            & (MESSAGE.c.internet_id != ""),
        )
        .where(MESSAGE.c.id == id)
        .order_by(REPORT.c.reported, REPORT.c.key)
    )
    return tuple(_report(row) for row in rows)


def unmatched(connection: Connection, tenant: str) -> tuple[UserReport, ...]:
    """Open reports of messages that no connector has shown us yet."""
    known = select(MESSAGE.c.id).where(
        (MESSAGE.c.tenant == REPORT.c.tenant) & (MESSAGE.c.internet_id == REPORT.c.internet_id)
    )
    rows = connection.execute(
        select(REPORT).where((REPORT.c.tenant == tenant) & (REPORT.c.closed == 0) & ~known.exists())
    )
    return tuple(_report(row) for row in rows)


def set_closed(connection: Connection, id: int, *, closed: bool) -> None:
    """Closes or reopens every report of a message."""
    message = connection.execute(
        select(MESSAGE.c.tenant, MESSAGE.c.internet_id).where(MESSAGE.c.id == id)
    ).one_or_none()
    if message is None or not message.internet_id:
        return
    connection.execute(
        update(REPORT)
        .where((REPORT.c.tenant == message.tenant) & (REPORT.c.internet_id == message.internet_id))
        .values(closed=int(closed))
    )
    relink(connection, [(message.tenant, message.internet_id)])


def _named(reports: Sequence[UserReport], tenant: str) -> set[str]:
    return {report.internet_id for report in reports if report.tenant == tenant}


def _values(report: UserReport) -> dict[str, Any]:
    return {
        "tenant": report.tenant,
        "key": report.key,
        "internet_id": report.internet_id,
        "reporter": report.reporter,
        "recipient": report.recipient,
        "category": report.category,
        "reported": to_stored(report.reported),
        "subject": report.subject,
        "simulation": int(report.simulation),
        "told": report.told.value,
        "words": report.words[:WORDS],
        "note": report.note,
        "closed": 0,
    }


def _report(row: Row[Any]) -> UserReport:
    return UserReport(
        key=row.key,
        tenant=row.tenant,
        internet_id=row.internet_id,
        reporter=row.reporter,
        recipient=row.recipient,
        category=row.category,
        reported=from_stored(row.reported),
        subject=row.subject,
        simulation=bool(row.simulation),
        told=Told(row.told),
        words=row.words,
        note=row.note,
    )
