"""When the same search is repeated after an action, kept beside the journal in wall time.

All functions run in the data thread, each inside one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from workbench.errors import RemediationRefused
from workbench.model.proposals import Origin, SweepState, SweepView
from workbench.model.remediation import ActionKind, ActionState, Scope
from workbench.remediation.audit import Author, Event
from workbench.remediation.tables import ACTION, LEFT_OUT, SWEEP
from workbench.store import proposals
from workbench.store.chunks import chunks
from workbench.store.moments import from_stored, to_stored
from workbench.store.proposals import Draft

AFTER = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=24))
_WAITING = SweepState.WAITING.value


@dataclass(frozen=True, slots=True)
class Due:
    """The latest look of an action that is due; earlier ones are covered by it."""

    action: str
    number: int
    message: int
    subject: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look found: ``scope`` holds only what is new, or was left."""

    scope: Scope
    at: datetime


def leave_out(connection: Connection, action: str, scope: Sequence[tuple[str, str, str]]) -> None:
    """Mailbox, key and folder of what an action's scope showed and nobody chose."""
    for part in chunks(scope):
        connection.execute(
            insert(LEFT_OUT),
            [{"action": action, "mailbox": m, "key": k, "folder": f} for m, k, f in part],
        )


def settle(connection: Connection, author: Author, action: str, state: ActionState) -> None:
    """At an action's end: plans the looks, or, where it was an undo, drops those of the other.  A
    tag keeps nothing away, so nothing can come back."""
    row = connection.execute(select(ACTION).where(ACTION.c.id == action)).one()
    if row.kind == ActionKind.UNDO.value:
        drop(connection, author, row.reverses, "the action was taken back")
    elif state is not ActionState.CANCELLED and row.kind != ActionKind.TAG.value:
        plan(connection, action, author.now())


def plan(connection: Connection, action: str, ended: datetime) -> None:
    """An action that ends once more keeps the looks that it has."""
    connection.execute(
        insert(SWEEP).prefix_with("OR IGNORE"),
        [
            {"action": action, "number": n, "due": to_stored(ended + after), "state": _WAITING}
            for n, after in enumerate(AFTER, 1)
        ],
    )


def drop(connection: Connection, author: Author, action: str, why: str) -> int:
    """No more looks after this action; gives how many were still to come."""
    dropped = connection.execute(
        update(SWEEP)
        .where(_of(action) & (SWEEP.c.state == _WAITING))
        .values(state=SweepState.CANCELLED.value, note=why)
    ).rowcount
    if dropped:
        author.append(connection, [Event("sweeps dropped", action, payload={"why": why})])
    return int(dropped)


def due(connection: Connection, tenant: str, now: datetime) -> tuple[Due, ...]:
    """The longest due first; one for each action."""
    rows = connection.execute(
        _waiting(tenant).where(SWEEP.c.due <= to_stored(now)).order_by(SWEEP.c.due)
    )
    latest: dict[str, Due] = {}
    for row in rows:
        latest[row.action] = Due(row.action, row.number, row.message, row.subject)
    return tuple(latest.values())


def following(connection: Connection, tenant: str) -> datetime | None:
    """When the next look is due."""
    row = connection.execute(_waiting(tenant).order_by(SWEEP.c.due).limit(1)).first()
    return from_stored(row.due) if row else None


def postpone(connection: Connection, look: Due, why: str) -> None:
    """It could not be done; it stays due."""
    waits = _of(look.action) & (SWEEP.c.number == look.number) & (SWEEP.c.state == _WAITING)
    connection.execute(update(SWEEP).where(waits).values(note=why))


def record(connection: Connection, author: Author, look: Due, looked: Looked, id: str) -> bool:
    """What a look found, and the proposal ``id`` where that is anything; False, with nothing
    written, where it was dropped meanwhile."""
    scope = looked.scope
    values: dict[str, Any] = {
        "state": _state(scope).value,
        "looked": to_stored(looked.at),
        "found": len(scope.rows),
        "unreached": json.dumps(scope.unreached),
        "note": "",
        "proposal": id if scope.rows else "",
    }
    waits = _of(look.action) & (SWEEP.c.state == _WAITING)
    mine = waits & (SWEEP.c.number == look.number)
    if not connection.execute(update(SWEEP).where(mine).values(**values)).rowcount:
        return False
    covered = {"state": SweepState.COVERED.value, "note": "no tenant was connected then"}
    connection.execute(
        update(SWEEP).where(waits & (SWEEP.c.number < look.number)).values(**covered)
    )
    hashed = _propose(connection, look, looked, id) if scope.rows else ""
    told = {
        "number": look.number, "found": len(scope.rows), "not asked": len(scope.unreached),
        "proposal": id if hashed else "", "scope": hashed,
    }  # fmt: skip
    author.append(connection, [Event("sweep", look.action, payload=told)])
    return True


def of_action(connection: Connection, action: str) -> tuple[SweepView, ...]:
    rows = connection.execute(select(SWEEP).where(_of(action)).order_by(SWEEP.c.number))
    return tuple(_view(row) for row in rows)


def give_up(connection: Connection, author: Author, action: str, why: str) -> None:
    """Drops the looks of an action; ``RemediationRefused`` where none is to come."""
    if not drop(connection, author, action, why):
        raise RemediationRefused("No look is still to come after this action")


def _propose(connection: Connection, look: Due, looked: Looked, id: str) -> str:
    scope = looked.scope
    draft = Draft(
        tenant=scope.tenant, origin=Origin.SWEEP, title=look.subject,
        reason=f"Second look after {look.action}",
        evidence=tuple(f"{row.mailbox_address}: {row.note}" for row in scope.rows[:20]),
        messages=(look.message,), action=look.action,
    )  # fmt: skip
    proposals.add(connection, id, draft, looked.at)
    return proposals.freeze(connection, id, scope)


def _state(scope: Scope) -> SweepState:
    if scope.rows:
        return SweepState.FOUND
    return SweepState.PARTIAL if scope.unreached else SweepState.NOTHING


def _of(action: str) -> ColumnElement[bool]:
    return SWEEP.c.action == action


def _waiting(tenant: str) -> Any:
    return (
        select(SWEEP.c.action, SWEEP.c.number, SWEEP.c.due, ACTION.c.message, ACTION.c.subject)
        .join(ACTION, ACTION.c.id == SWEEP.c.action)
        .where((SWEEP.c.state == _WAITING) & (ACTION.c.tenant == tenant))
    )


def _view(row: Row[Any]) -> SweepView:
    return SweepView(
        number=row.number,
        due=from_stored(row.due),
        state=SweepState(row.state),
        looked=from_stored(row.looked) if row.looked is not None else None,
        found=row.found,
        unreached=tuple((str(box), str(why)) for box, why in json.loads(row.unreached)),
        note=row.note,
        proposal=row.proposal,
    )
