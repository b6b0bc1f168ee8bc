"""What the journal says of actions, for whoever shows them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select

from workbench.errors import RemediationRefused
from workbench.model.mail import MessageRef
from workbench.model.remediation import ActionKind, ActionState, ActionView, ItemState, ItemView
from workbench.remediation import doubtful, meetings, sweeps
from workbench.remediation.planner import returned_keys
from workbench.remediation.tables import ACTION, ITEM
from workbench.store.moments import from_stored


def action(connection: Connection, id: str) -> ActionView:
    row = connection.execute(select(ACTION).where(ACTION.c.id == id)).one_or_none()
    if row is None:
        raise RemediationRefused(f"There is no action {id}")
    return _view(connection, row)


def actions(connection: Connection, tenant: str = "") -> tuple[ActionView, ...]:
    """All actions of a tenant, or of every tenant, newest first."""
    wanted = select(ACTION).order_by(ACTION.c.created.desc(), ACTION.c.id.desc())
    rows = connection.execute(wanted.where(ACTION.c.tenant == tenant) if tenant else wanted).all()
    return tuple(_view(connection, row) for row in rows)


def of_message(connection: Connection, message: int) -> tuple[ActionView, ...]:
    """The actions on one message, newest first."""
    rows = connection.execute(
        select(ACTION)
        .where(ACTION.c.message == message)
        .order_by(ACTION.c.created.desc(), ACTION.c.id.desc())
    ).all()
    return tuple(_view(connection, row) for row in rows)


def items(connection: Connection, id: str) -> tuple[ItemView, ...]:
    rows = connection.execute(
        select(ITEM, ACTION.c.tenant)
        .join(ACTION, ACTION.c.id == ITEM.c.action)
        .where(ITEM.c.action == id)
        .order_by(ITEM.c.mailbox_address, ITEM.c.key)
    )
    return tuple(
        ItemView(
            mailbox_address=row.mailbox_address,
            ref=MessageRef(row.tenant, row.mailbox, row.key),
            state=ItemState(row.state),
            source_path=row.src_path or row.src_folder,
            was_read=bool(row.was_read),
            moved=bool(row.moved),
            error=row.last_error,
        )
        for row in rows
    )


def _view(connection: Connection, row: Row[Any]) -> ActionView:
    return ActionView(
        id=row.id,
        kind=ActionKind(row.kind),
        state=ActionState(row.state),
        subject=row.subject,
        reason=row.reason,
        actor=row.created_by,
        created=from_stored(row.created),
        finished=from_stored(row.finished) if row.finished is not None else None,
        counts=_counts(connection, row.id),
        mailboxes=_mailboxes(connection, row.id),
        reverses=row.reverses or "",
        reversed_by=_reversed_by(connection, row.id),
        undoable=_undoable(connection, row),
        note=row.note,
        events=meetings.taken(connection, row.id),
        doubtful=len(doubtful.events(connection, row)),
        sweeps=sweeps.of_action(connection, row.id),
    )


def _counts(connection: Connection, id: str) -> tuple[tuple[ItemState, int], ...]:
    """In the order the states are listed in."""
    rows = connection.execute(
        select(ITEM.c.state, func.count()).where(ITEM.c.action == id).group_by(ITEM.c.state)
    )
    found = {ItemState(row[0]): int(row[1]) for row in rows}
    return tuple((state, found[state]) for state in ItemState if state in found)


def _mailboxes(connection: Connection, id: str) -> int:
    statement = select(func.count(ITEM.c.mailbox.distinct())).where(ITEM.c.action == id)
    return int(connection.execute(statement).scalar_one())


def _reversed_by(connection: Connection, id: str) -> str:
    """The latest undo of an action."""
    found = connection.execute(
        select(ACTION.c.id)
        .where(ACTION.c.reverses == id)
        .order_by(ACTION.c.created.desc(), ACTION.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    return str(found or "")


def _undoable(connection: Connection, row: Row[Any]) -> int:
    if row.kind == ActionKind.UNDO.value or row.finished is None:
        return 0
    moved = select(ITEM.c.mailbox, ITEM.c.key).where(
        (ITEM.c.action == row.id) & (ITEM.c.moved == 1)
    )
    keys = {(r.mailbox, r.key) for r in connection.execute(moved)}
    return len(keys - returned_keys(connection, row.id))
