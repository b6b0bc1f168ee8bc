"""A second person's approval in the journal: asked for, taken in, proved again at every start."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from workbench.approvals.approver import Approver, read_approver
from workbench.approvals.requests import ApprovalRequest
from workbench.approvals.signed import (
    Approval,
    SignedApproval,
    require_in_time,
    require_signature,
)
from workbench.errors import BadInput, RemediationRefused
from workbench.model.remediation import SECOND_PERSON, ActionState
from workbench.model.safeguards import Safeguards
from workbench.remediation import doubtful, guard, radii
from workbench.remediation.audit import Author, Event, text_hash
from workbench.remediation.planned import plan_of
from workbench.remediation.protecting import boxes_of, protected_of
from workbench.remediation.tables import ACTION, APPROVAL, ITEM
from workbench.store.moments import to_stored
from workbench.store.tables import MESSAGE

WAITS = (ActionState.AWAITING_APPROVAL.value, ActionState.HALTED.value, ActionState.PAUSED.value)


@dataclass(frozen=True, slots=True)
class Judge:
    """Who may approve now, whose keys lie on this computer, what time it is, and which mailboxes
    are left alone (folded addresses)."""

    safeguards: Safeguards
    own: tuple[Approver, ...]
    now: datetime
    excluded: frozenset[str] = frozenset()

    def pinned(self, address: str) -> Approver:
        for line in self.safeguards.approvers:
            approver = read_approver(line)
            if approver.address == address.casefold():
                return approver
        raise RemediationRefused(f"{address} is not among the approvers of this profile")


def request_of(connection: Connection, id: str, judge: Judge) -> ApprovalRequest:
    """All that a second person needs to judge an action that waits for them, by the profile as it
    is now."""
    action = _action(connection, id)
    if not _waits(connection, action):
        raise RemediationRefused(f"This action is {action.state}: there is nothing to approve")
    sender = connection.execute(
        select(MESSAGE.c.sender_address).where(MESSAGE.c.id == action.message)
    ).scalar_one_or_none()
    columns = (ITEM.c.mailbox, ITEM.c.key, ITEM.c.fingerprint, ITEM.c.tier, ITEM.c.target)
    rows = connection.execute(
        select(*columns, ITEM.c.mailbox_address)
        .where(ITEM.c.action == id)
        .order_by(ITEM.c.mailbox, ITEM.c.key)
    )
    found = tuple(tuple(row) for row in rows)
    safeguards = judge.safeguards
    spared = protected_of(connection, action.tenant, boxes_of(connection, id), safeguards)
    radius = radii.in_journal(connection, action, safeguards, judge.now)
    return ApprovalRequest(
        action=id,
        tenant=action.tenant,
        kind=action.kind,
        subject=action.subject,
        sender=sender or "",
        reason=action.reason,
        requested_by=action.created_by,
        why=guard.why_approval(radius, safeguards.thresholds) or action.note,
        rows=found,
        protected=tuple(sorted(f"{box[1]} ({why})" for box, why in spared.items())),
    )


def accept(connection: Connection, author: Author, signed: SignedApproval, judge: Judge) -> str:
    """Keeps an approval that holds, with its row of the log; gives the action's id.
    ``RemediationRefused`` says why one does not."""
    approval = signed.approval
    action = _action(connection, approval.action)
    if not _waits(connection, action):
        raise RemediationRefused(f"This action is {action.state}: it takes no approval")
    _require(connection, action, signed, judge)
    key = judge.pinned(approval.approver).key
    id = text_hash(signed.body + signed.signature)
    if connection.execute(select(APPROVAL.c.id).where(APPROVAL.c.id == id)).first() is None:
        connection.execute(
            insert(APPROVAL).values(
                id=id,
                manifest_hash=approval.manifest,
                approver=approval.approver,
                signature=signed.signature,
                approved=to_stored(datetime.fromisoformat(approval.approved)),
                expires=to_stored(datetime.fromisoformat(approval.expires)),
                body=signed.body,
                key=key,
            )
        )
    connection.execute(update(ACTION).where(ACTION.c.id == action.id).values(approval_id=id))
    told = {"approval": id, "approver": approval.approver, "key": key, "expires": approval.expires}
    author.append(connection, [Event("approved", action.id, payload=told)])
    return approval.action


def require_approved(connection: Connection, id: str, why: str, judge: Judge) -> None:
    """``RemediationRefused`` unless the action carries an approval that still holds."""
    action = _action(connection, id)
    if not action.approval_id:
        raise RemediationRefused(f"{SECOND_PERSON}: {why}")
    row = connection.execute(select(APPROVAL).where(APPROVAL.c.id == action.approval_id)).one()
    try:
        _require(connection, action, stored(row), judge)
    except RemediationRefused as refusal:
        raise RemediationRefused(f"{SECOND_PERSON} anew. {refusal}") from refusal


def stored(row: Row[Any]) -> SignedApproval:
    """As it was taken in; ``RemediationRefused`` where the workspace's row is no approval."""
    try:
        return SignedApproval(Approval(**json.loads(row.body)), row.signature)
    except (ValueError, TypeError) as error:
        raise RemediationRefused("The approval in the workspace was changed") from error


def _require(
    connection: Connection, action: Row[Any], signed: SignedApproval, judge: Judge
) -> None:
    approval = signed.approval
    approver = judge.pinned(approval.approver)
    asked = str(plan_of(connection, action.id).get("approvers", ""))
    if approver.line not in asked.splitlines():  # the action's column is for people to read
        raise RemediationRefused(
            f"{approver.address} was not an approver, or had another key, when this was asked for"
        )
    require_signature(signed, approver)
    require_in_time(approval, judge.now)
    _require_second(action, approver, judge)
    if (approval.action, approval.manifest, approval.tenant, approval.kind) != (
        *(action.id, action.manifest_hash, action.tenant, action.kind),
    ):
        raise RemediationRefused("The approval is of another action, or of other copies")
    _require_counts(connection, approval)


def _require_second(action: Row[Any], approver: Approver, judge: Judge) -> None:
    if approver.address == action.created_by.casefold():
        raise RemediationRefused("Whoever asks cannot approve: it takes a second person")
    if any(own.key == approver.key for own in judge.own):
        raise RemediationRefused(
            "The approver's key lies on this computer, so that it proves no second person"
        )


def _require_counts(connection: Connection, approval: Approval) -> None:
    rows = connection.execute(select(ITEM.c.mailbox).where(ITEM.c.action == approval.action)).all()
    if (approval.items, approval.mailboxes) != (len(rows), len({row.mailbox for row in rows})):
        raise RemediationRefused("The approval counts other copies than the action has")


def _waits(connection: Connection, action: Row[Any]) -> bool:
    return action.state in WAITS or bool(doubtful.events(connection, action))


def _action(connection: Connection, id: str) -> Row[Any]:
    row = connection.execute(select(ACTION).where(ACTION.c.id == id)).one_or_none()
    if row is None:
        raise BadInput(f"There is no action {id} in this workspace")
    return row
