"""How much an action touches, counted from its plan or from the journal's own rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from workbench.model.remediation import ActionKind, ActionState, Tier
from workbench.model.safeguards import Safeguards
from workbench.remediation.guard import Radius
from workbench.remediation.manifest import Plan
from workbench.remediation.protecting import boxes_of, protected_of
from workbench.remediation.tables import ACTION, ITEM
from workbench.store.moments import to_stored

DAY = timedelta(hours=24)
_UNBEGUN = (ActionState.AWAITING_APPROVAL.value, ActionState.PLANNED.value)


def of_plan(connection: Connection, plan: Plan, safeguards: Safeguards, now: datetime) -> Radius:
    """Of what is not in the journal yet."""
    boxes = {(target.ref.mailbox, target.mailbox_address) for target in plan.targets}
    spared = protected_of(connection, plan.tenant, boxes, safeguards)
    return Radius(
        items=len(plan.targets),
        mailboxes=plan.mailboxes,
        weak=sum(target.tier is Tier.WEAK for target in plan.targets),
        tenant_mailboxes=plan.tenant_mailboxes,
        protected=tuple(spared.values()),
        today=_today(connection, plan.tenant, now),
    )


def in_journal(
    connection: Connection, action: Row[Any], safeguards: Safeguards, now: datetime
) -> Radius:
    """Of the rows as they stand in the workspace."""
    columns = (ITEM.c.mailbox, ITEM.c.tier)
    rows = connection.execute(select(*columns).where(ITEM.c.action == action.id)).all()
    boxes = boxes_of(connection, action.id)
    spared = protected_of(connection, action.tenant, boxes, safeguards)
    return Radius(
        items=len(rows),
        mailboxes=len({row.mailbox for row in rows}),
        weak=sum(row.tier == Tier.WEAK.value for row in rows),
        tenant_mailboxes=action.tenant_mailboxes,
        protected=tuple(spared.values()),
        today=_today(connection, action.tenant, now, except_for=action.id),
    )


def _today(connection: Connection, tenant: str, now: datetime, except_for: str = "") -> int:
    """Items of the tenant's actions begun in the last 24 hours, undone or not; an undo is none."""
    counted = (
        select(func.count())
        .select_from(ITEM)
        .join(ACTION, ACTION.c.id == ITEM.c.action)
        .where((ACTION.c.tenant == tenant) & (ACTION.c.kind != ActionKind.UNDO.value))
        .where(ACTION.c.created > to_stored(now - DAY))
        .where(ACTION.c.state.not_in(_UNBEGUN) & (ACTION.c.id != except_for))
    )
    return int(connection.execute(counted).scalar_one())
