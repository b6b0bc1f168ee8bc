"""Freezes what an action will touch and puts it into the journal; nothing is sent here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, insert, select

from workbench.approvals.approver import read_approver
from workbench.errors import RemediationRefused
from workbench.model.mail import MessageRef
from workbench.model.remediation import (
    CUSTOMARY,
    ActionKind,
    ActionState,
    Choice,
    ItemState,
    Scope,
    Tier,
)
from workbench.model.safeguards import KIND, UNGUARDED, Safeguards
from workbench.remediation import guard, manifest, meetings, radii, sweeps
from workbench.remediation.audit import Author, Event, text_hash
from workbench.remediation.choices import target_of
from workbench.remediation.gate import require_free
from workbench.remediation.ids import new_id
from workbench.remediation.manifest import Plan, Target
from workbench.remediation.tables import ACTION, ITEM
from workbench.store.chunks import chunks
from workbench.store.moments import to_stored
from workbench.store.tables import MESSAGE


def freeze(
    scope: Scope,
    reason: str,
    *,
    choice: Choice = CUSTOMARY,
    confirmed: int = 0,
    tenant_mailboxes: int = 0,
) -> Plan:
    """What was chosen for exactly the selected rows of a scope."""
    targets = tuple(
        Target(
            ref=row.ref,
            mailbox_address=row.mailbox_address,
            fingerprint=row.fingerprint,
            tier=row.tier,
            folder=target_of(choice),
            folder_path="",
            source=row.folder,
            source_path=row.folder_path,
            was_read=row.is_read,
        )
        for row in scope.selected
    )
    if not targets:
        raise RemediationRefused("No copy is selected")
    if len({target.ref for target in targets}) < len(targets):
        raise RemediationRefused("A copy is selected twice")
    if any(target.ref.tenant != scope.tenant for target in targets):
        raise RemediationRefused("A selected copy belongs to another tenant")
    return Plan(
        kind=choice.kind,
        tenant=scope.tenant,
        message=scope.message_id,
        subject=scope.subject,
        reason=reason,
        targets=targets,
        confirmed=confirmed,
        tenant_mailboxes=tenant_mailboxes,
        unreached=len(scope.unreached),
        left_out=tuple(
            (row.ref.mailbox, row.ref.key, row.folder) for row in scope.rows if not row.selected
        ),
        meetings=meetings.chosen(scope, choice),
    )


def freeze_undo(connection: Connection, id: str) -> Plan:
    """The return of what an action itself moved and no undo has returned yet."""
    action = connection.execute(select(ACTION).where(ACTION.c.id == id)).one_or_none()
    if action is None:
        raise RemediationRefused(f"There is no action {id}")
    if action.kind == ActionKind.UNDO.value:
        raise RemediationRefused("An undo is not undone: act on the message again instead")
    if action.finished is None:
        raise RemediationRefused("This action has not ended: let it finish or cancel it first")
    returned = returned_keys(connection, id)
    rows = connection.execute(
        select(ITEM)
        .where((ITEM.c.action == id) & (ITEM.c.moved == 1))
        .order_by(ITEM.c.mailbox, ITEM.c.key)
    )
    targets = tuple(
        Target(
            ref=MessageRef(action.tenant, row.mailbox, row.key),
            mailbox_address=row.mailbox_address,
            fingerprint=row.fingerprint,
            tier=Tier(row.tier),
            folder=row.src_folder,
            folder_path=row.src_path,
            source=row.dst,
            source_path="",
            was_read=bool(row.was_read),
        )
        for row in rows
        if (row.mailbox, row.key) not in returned
    )
    if not targets:
        raise RemediationRefused("This action moved nothing that is not already back")
    return Plan(
        kind=ActionKind.UNDO,
        tenant=action.tenant,
        message=action.message,
        subject=action.subject,
        reason=f"Undo of {action.reason}" if action.reason else "Undo",
        targets=targets,
        reverses=id,
    )


def returned_keys(connection: Connection, id: str) -> frozenset[tuple[str, str]]:
    """Copies of an action that a later undo has brought, or found, back."""
    back = (ItemState.DONE, ItemState.ALREADY, ItemState.RESTORED_ELSEWHERE)
    rows = connection.execute(
        select(ITEM.c.mailbox, ITEM.c.key)
        .join(ACTION, ACTION.c.id == ITEM.c.action)
        .where((ACTION.c.reverses == id) & ITEM.c.state.in_([state.value for state in back]))
    )
    return frozenset((row.mailbox, row.key) for row in rows)


def enter(
    connection: Connection, author: Author, plan: Plan, safeguards: Safeguards = UNGUARDED
) -> str:
    """Journals the plan and opens the gate, or leaves it closed, in one transaction.  The action
    is RUNNING or AWAITING_APPROVAL afterwards; gives its id."""
    require_free(connection, plan.tenant)
    radius = radii.of_plan(connection, plan, safeguards, author.now())
    limits, why = safeguards.thresholds, ""
    if plan.kind is not ActionKind.UNDO:
        guard.require_count(radius, plan.confirmed, limits)
        guard.require_ceiling(radius, safeguards.daily_items)
        why = guard.why_approval(radius, limits)
    state = ActionState.AWAITING_APPROVAL if why else ActionState.RUNNING
    id = new_id()
    approvers = "\n".join(read_approver(line).line for line in safeguards.approvers)
    _insert_action(connection, author, plan, id, state, why, approvers)
    _insert_items(connection, plan, id)
    sweeps.leave_out(connection, id, plan.left_out)
    meetings.enter(connection, author, plan, id)
    told = manifest.told(connection, id, len(plan.targets))
    told |= {"kind": plan.kind.value, "reason": plan.reason, "approvers": approvers}
    told |= {"safeguards": _in_force(safeguards)}
    begun = Event(state.value, id, payload={"note": why})
    author.append(connection, [Event("plan", id, payload=told), begun])
    return id


def _in_force(safeguards: Safeguards) -> dict[str, Any]:
    """What held for an action: a profile that becomes weaker afterwards leaves no other trace."""
    kinds = [one for one in safeguards.protected if one.startswith(KIND)]
    return {
        "kinds": kinds,
        "named": len(safeguards.protected) - len(kinds),
        "protected": text_hash("\n".join(safeguards.protected)),
        "daily": safeguards.daily_items,
        **asdict(safeguards.thresholds),
    }


def _insert_action(
    connection: Connection,
    author: Author,
    plan: Plan,
    id: str,
    state: ActionState,
    why: str,
    approvers: str,
) -> None:
    internet_id = connection.execute(
        select(MESSAGE.c.internet_id).where(MESSAGE.c.id == plan.message)
    ).scalar_one_or_none()
    connection.execute(
        insert(ACTION).values(
            id=id,
            tenant=plan.tenant,
            kind=plan.kind.value,
            message=plan.message,
            internet_id=internet_id or "",
            subject=plan.subject,
            reason=plan.reason,
            state=state.value,
            manifest_hash=manifest.hash_plan(plan),
            reverses=plan.reverses or None,
            created_by=author.actor,
            tool_version=author.tool,
            created=to_stored(author.now()),
            confirmed=plan.confirmed,
            tenant_mailboxes=plan.tenant_mailboxes,
            unreached=plan.unreached,
            note=why,
            approvers=approvers,
        )
    )


def _insert_items(connection: Connection, plan: Plan, id: str) -> None:
    for part in chunks(plan.targets):
        known = _superseded(connection, plan.tenant, part)
        connection.execute(
            insert(ITEM),
            [
                {
                    "action": id,
                    "mailbox": target.ref.mailbox,
                    "key": target.ref.key,
                    "mailbox_address": target.mailbox_address,
                    "fingerprint": target.fingerprint,
                    "tier": target.tier.value,
                    "target": target.folder,
                    "target_path": target.folder_path,
                    "src_folder": target.source,
                    "src_path": target.source_path,
                    "was_read": int(target.was_read),
                    "state": ItemState.PENDING.value,
                    "superseded": json.dumps(sorted(known.get(target.ref, ()))),
                }
                for target in part
            ],
        )


def _superseded(
    connection: Connection, tenant: str, targets: Sequence[Target]
) -> dict[MessageRef, set[str]]:
    """Versions that proven moves of the same copies have replaced: without them a stale read
    would show the work as done already."""
    keys = [target.ref.key for target in targets]
    rows = connection.execute(
        select(ITEM.c.mailbox, ITEM.c.key, ITEM.c.superseded)
        .join(ACTION, ACTION.c.id == ITEM.c.action)
        .where((ACTION.c.tenant == tenant) & ITEM.c.key.in_(keys) & (ITEM.c.moved == 1))
    )
    known: dict[MessageRef, set[str]] = {}
    for row in rows:
        versions = known.setdefault(MessageRef(tenant, row.mailbox, row.key), set())
        versions.update(json.loads(row.superseded))
    return known
