"""The analysts' own list of what is bad."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from workbench.errors import BadInput
from workbench.model.indicators import Indicator, Kind
from workbench.store.moments import from_stored, to_stored
from workbench.store.tables import INDICATOR

MOST = 50_000  # kept; a feed is not a list of one's own


def add(connection: Connection, indicator: Indicator, actor: str, added: datetime) -> bool:
    """False where it was listed already; its note is renewed then."""
    count = connection.execute(select(func.count()).select_from(INDICATOR)).scalar_one()
    if count >= MOST:
        raise BadInput(f"The list holds {MOST:,} indicators; remove some first")
    key = {"kind": indicator.kind.value, "value": indicator.value}
    known = connection.execute(select(INDICATOR).filter_by(**key)).first() is not None
    statement = insert(INDICATOR).values(
        **key, note=indicator.note, actor=actor, added=to_stored(added)
    )
    noted = {"note": statement.excluded.note}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["kind", "value"], set_=noted)
    )
    return not known


def remove(connection: Connection, indicator: Indicator) -> bool:
    """Whether it was listed."""
    same = (INDICATOR.c.kind == indicator.kind.value) & (INDICATOR.c.value == indicator.value)
    return bool(connection.execute(delete(INDICATOR).where(same)).rowcount)


def listed(connection: Connection) -> tuple[Indicator, ...]:
    """Newest first."""
    rows = connection.execute(
        select(INDICATOR).order_by(INDICATOR.c.added.desc(), INDICATOR.c.value)
    )
    return tuple(
        Indicator(Kind(row.kind), row.value, row.note, row.actor, from_stored(row.added))
        for row in rows
    )
