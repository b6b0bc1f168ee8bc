"""What the analyst decided of a message, with its history: followed, never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from workbench.model.verdict import Disposition
from workbench.store import reports, reviews
from workbench.store.moments import from_stored, to_stored
from workbench.store.tables import DISPOSITION, MESSAGE


@dataclass(frozen=True, slots=True)
class Decision:
    """``disposition`` is None where a message was only reopened."""

    disposition: Disposition | None
    closes: bool
    note: str
    actor: str
    decided: datetime


def decide(connection: Connection, id: int, decision: Decision) -> None:
    """Adds a decision; a closing one takes the message out of the queues."""
    connection.execute(
        insert(DISPOSITION).values(
            message=id,
            disposition=decision.disposition.value if decision.disposition else None,
            closes=int(decision.closes),
            note=decision.note,
            actor=decision.actor,
            decided=to_stored(decision.decided),
        )
    )
    values: dict[str, str | int] = {"closed": int(decision.closes)}
    if decision.disposition:
        values["disposition"] = decision.disposition.value
    reports.set_closed(connection, id, closed=decision.closes)
    connection.execute(update(MESSAGE).where(MESSAGE.c.id == id).values(**values))
    if decision.disposition and decision.closes:
        reviews.want(connection, id, decision.disposition)


def history(connection: Connection, id: int) -> tuple[Decision, ...]:
    """All decisions on a message, oldest first."""
    rows = connection.execute(
        select(DISPOSITION).where(DISPOSITION.c.message == id).order_by(DISPOSITION.c.id)
    )
    return tuple(
        Decision(
            disposition=Disposition(row.disposition) if row.disposition else None,
            closes=bool(row.closes),
            note=row.note,
            actor=row.actor,
            decided=from_stored(row.decided),
        )
        for row in rows
    )
