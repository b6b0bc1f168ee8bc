"""Acts on accounts as the journal keeps them: written before they are sent, ended once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy import Row as SqlRow
from sqlalchemy.dialects.sqlite import insert

from workbench.errors import StoreError
from workbench.model.containment import Act, ActKind, ActState, ActView
from workbench.store.moments import from_stored, to_stored
from workbench.store.tables import CONTAINMENT


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    tenant: str
    act: Act
    reason: str
    state: ActState
    actor: str
    created: datetime
    reverses: str = ""


def add(connection: Connection, row: Row) -> None:
    act = row.act
    connection.execute(insert(CONTAINMENT).values(
        id=row.id, tenant=row.tenant, kind=act.kind.value, address=act.address, key=act.key,
        what=act.what, reason=row.reason, state=row.state.value, snapshot=act.snapshot, detail="",
        actor=row.actor, created=to_stored(row.created), reverses=row.reverses or None,
    ))  # fmt: skip


def finish(connection: Connection, id: str, state: ActState, detail: str) -> None:
    connection.execute(
        update(CONTAINMENT).where(CONTAINMENT.c.id == id).values(state=state.value, detail=detail)
    )


def load(connection: Connection, id: str) -> Act:
    row = connection.execute(select(CONTAINMENT).where(CONTAINMENT.c.id == id)).one_or_none()
    if row is None:
        raise StoreError(f"There is no act {id}")
    return _act(row)


def begun(connection: Connection, tenant: str) -> tuple[tuple[str, Act], ...]:
    """Those whose end nobody saw."""
    rows = connection.execute(
        select(CONTAINMENT).where(
            (CONTAINMENT.c.tenant == tenant) & (CONTAINMENT.c.state == ActState.INTENT.value)
        )
    )
    return tuple((row.id, _act(row)) for row in rows)


def views(connection: Connection, tenant: str) -> tuple[ActView, ...]:
    """Newest first."""
    rows = connection.execute(
        select(CONTAINMENT)
        .where(CONTAINMENT.c.tenant == tenant)
        .order_by(CONTAINMENT.c.created.desc(), CONTAINMENT.c.id)
    ).all()
    undone = {row.reverses: row.id for row in rows if row.state == ActState.DONE.value}
    return tuple(
        ActView(
            row.id, ActKind(row.kind), row.address, row.what, ActState(row.state), row.reason,
            row.actor, from_stored(row.created), row.detail, row.reverses or "",
            undone.get(row.id, ""),
        )
        for row in rows
    )  # fmt: skip


def _act(row: SqlRow[tuple[object, ...]]) -> Act:
    return Act(ActKind(row.kind), row.address, row.key, row.what, row.snapshot)
