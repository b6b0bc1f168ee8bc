"""The gate of every action: what the journal holds is what was planned, and the guard agrees."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update

from workbench.errors import RemediationRefused
from workbench.model.remediation import ActionKind, ActionState
from workbench.model.thresholds import Thresholds
from workbench.remediation import approving, doubtful, guard, manifest, radii
from workbench.remediation.approving import Judge
from workbench.remediation.audit import Author, Event
from workbench.remediation.guard import Radius
from workbench.remediation.planned import plan_of
from workbench.remediation.tables import ACTION, ITEM


def require_gate(connection: Connection, id: str, judge: Judge) -> None:
    """Checks before every start and resume that the journal's rows are those that were frozen,
    and that the guard is satisfied by them."""
    action = connection.execute(select(ACTION).where(ACTION.c.id == id)).one()
    _require_planned(connection, action)
    if action.kind == ActionKind.UNDO.value:
        _require_reversal(connection, action.reverses, id)
        return
    _require_none_excluded(connection, id, judge.excluded)
    limits = judge.safeguards.thresholds
    radius = radii.in_journal(connection, action, judge.safeguards, judge.now)
    _require_count(radius, action.confirmed, limits)
    guard.require_ceiling(radius, judge.safeguards.daily_items)
    if why := guard.why_approval(radius, limits):
        approving.require_approved(connection, id, why, judge)


def require_free(connection: Connection, tenant: str, except_for: str = "") -> None:
    """One action of a tenant runs at a time."""
    running = connection.execute(
        select(ACTION.c.id).where(
            (ACTION.c.tenant == tenant)
            & (ACTION.c.state == ActionState.RUNNING.value)
            & (ACTION.c.id != except_for)
        )
    ).first()
    if running is not None:
        raise RemediationRefused("Another action is running in this tenant: let it end first")


def start(connection: Connection, author: Author, id: str, judge: Judge, reason: str = "") -> None:
    """Makes a paused, halted or interrupted action run again, gate and all; a halted one only
    for a ``reason``, which the log keeps."""
    action = connection.execute(select(ACTION).where(ACTION.c.id == id)).one()
    if action.state == ActionState.HALTED.value and not reason.strip():
        raise RemediationRefused(f"It was halted. Say why it may go on. {action.note}".rstrip())
    require_free(connection, action.tenant, except_for=id)
    require_gate(connection, id, judge)
    _run_again(connection, author, id, reason)


def reopen(connection: Connection, author: Author, id: str, judge: Judge, reason: str = "") -> None:
    """Makes an action that has ended run once more, for the events in calendars of which nobody
    knows and for nothing else."""
    action = connection.execute(select(ACTION).where(ACTION.c.id == id)).one()
    if not doubtful.events(connection, action):
        raise RemediationRefused(f"This action is {action.state}")
    require_free(connection, action.tenant, except_for=id)
    require_gate(connection, id, judge)
    doubtful.want(connection, author, action)
    connection.execute(update(ACTION).where(ACTION.c.id == id).values(finished=None))
    _run_again(connection, author, id, reason)


def _run_again(connection: Connection, author: Author, id: str, reason: str) -> None:
    running = {"state": ActionState.RUNNING.value, "note": "", "held": 0}
    connection.execute(update(ACTION).where(ACTION.c.id == id).values(**running))
    told = {"reason": reason.strip()} if reason.strip() else {}
    author.append(connection, [Event("resume", id, payload=told)])


def _require_count(radius: Radius, confirmed: int, limits: Thresholds) -> None:
    """What was typed, or was not, stands in the plan: it cannot be made up for afterwards."""
    try:
        guard.require_count(radius, confirmed, limits)
    except RemediationRefused as refusal:
        raise RemediationRefused(
            f"{refusal}. The profile is stricter than when this was begun: look for the copies "
            "again, and confirm what is left as an action of its own"
        ) from refusal


def _require_none_excluded(connection: Connection, id: str, excluded: frozenset[str]) -> None:
    """The profile may have been changed since the scope was frozen."""
    addresses = select(ITEM.c.mailbox_address).where(ITEM.c.action == id).distinct()
    found = sorted(excluded.intersection(a.casefold() for a in connection.scalars(addresses)))
    if found:
        raise RemediationRefused(
            f"{found[0]} is left alone by the profile now"
            + (f", and {len(found) - 1} more" if len(found) > 1 else "")
            + ": look for the copies again"
        )


def _require_planned(connection: Connection, action: Row[Any]) -> None:
    """Rows and hash may be edited together; what the log holds of the plan may not."""
    plan = plan_of(connection, action.id)
    present = manifest.hash_journal(connection, action.id, action.kind, action.tenant)
    details = manifest.hash_details(connection, action)
    if {present} != {action.manifest_hash, plan.get("manifest")}:
        raise RemediationRefused("The journal's rows are not those that were confirmed")
    if plan.get("details", details) != details:  # logs of older versions have none
        raise RemediationRefused("What the journal says of the copies was changed since")


def _require_reversal(connection: Connection, reversed_id: str, id: str) -> None:
    """An undo needs no count of its own because it can only return what the other moved."""
    columns = (ITEM.c.mailbox, ITEM.c.key)
    ours = connection.execute(select(*columns, ITEM.c.target).where(ITEM.c.action == id)).all()
    moved = connection.execute(
        select(*columns, ITEM.c.src_folder).where(
            (ITEM.c.action == reversed_id) & (ITEM.c.moved == 1)
        )
    ).all()
    if not {tuple(row) for row in ours} <= {tuple(row) for row in moved}:
        raise RemediationRefused("This undo names copies that the action did not move")
