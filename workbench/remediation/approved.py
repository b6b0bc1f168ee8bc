"""Proves the approvals that the journal keeps: signature, key and text as the log told of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from workbench.approvals.approver import read_approver
from workbench.approvals.signed import require_signature
from workbench.errors import BadInput, RemediationRefused
from workbench.remediation import approving
from workbench.remediation.audit import text_hash
from workbench.remediation.tables import ACTION, APPROVAL


def problems(connection: Connection, told: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """``told`` is the last "approved" event of each action as the log has it."""
    kept = {row.id: row for row in connection.execute(select(APPROVAL))}
    for action in connection.execute(select(ACTION.c.id, ACTION.c.approval_id)):
        event = told.get(action.id)
        if (event or {}).get("approval") != action.approval_id:
            yield f"the log and action {action.id} name different approvals"
        elif event is not None and not _holds(kept.get(action.approval_id), event):
            yield f"the approval of action {action.id} does not hold"


def _holds(row: Row[Any] | None, event: Mapping[str, Any]) -> bool:
    if row is None or (row.key, row.approver) != (event.get("key"), event.get("approver")):
        return False
    try:
        signed = approving.stored(row)
        require_signature(signed, read_approver(f"{row.approver} ed25519:{row.key}"))
    except (RemediationRefused, BadInput):
        return False
    return str(row.id) == text_hash(signed.body + signed.signature)
