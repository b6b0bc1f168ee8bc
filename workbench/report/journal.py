"""The journal for other programs and for people's tables: JSON lines, or CSV with a row a copy."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from workbench.model.proposals import SweepView
from workbench.model.remediation import ActionView, ItemView

Told = tuple[ActionView, Sequence[ItemView]]  # an action with its copies
COLUMNS = (
    "action", "kind", "action_state", "subject", "reason", "actor", "created", "finished",
    "reverses", "reversed_by", "mailbox", "message", "copy_state", "from", "was_read", "moved",
    "error",
)  # fmt: skip
# https://owasp.org/www-community/attacks/CSV_Injection: what begins a formula in a spreadsheet
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def action_row(action: ActionView) -> dict[str, Any]:
    return {
        "id": action.id,
        "kind": action.kind.value,
        "state": action.state.value,
        "subject": action.subject,
        "reason": action.reason,
        "actor": action.actor,
        "created": action.created.isoformat(),
        "finished": action.finished.isoformat() if action.finished else None,
        "counts": {state.value: count for state, count in action.counts},
        "mailboxes": action.mailboxes,
        "reverses": action.reverses,
        "reversed_by": action.reversed_by,
        "undoable": action.undoable,
        "note": action.note,
    }


def item_row(item: ItemView) -> dict[str, Any]:
    return {
        "mailbox": item.mailbox_address,
        "message": item.ref.key,
        "state": item.state.value,
        "from": item.source_path,
        "was_read": item.was_read,
        "moved": item.moved,
        "error": item.error,
    }


def look_row(look: SweepView) -> dict[str, Any]:
    return {
        "look": look.number,
        "due": look.due.isoformat(),
        "state": look.state.value,
        "looked": look.looked.isoformat() if look.looked else None,
        "found": look.found,
        "unreached": [list(one) for one in look.unreached],
        "proposal": look.proposal,
        "note": look.note,
    }


def as_json_lines(told: Iterable[Told]) -> str:
    """One object for each action, with ``copies`` and ``looks``."""
    return "".join(f"{json.dumps(_whole(action, items))}\n" for action, items in told)


def as_csv(told: Iterable[Told]) -> str:
    """RFC 4180.  An action without copies is a row of its own; a text that a spreadsheet would
    take for a formula has an apostrophe before it."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for action, items in told:
        table.writerows(_rows(action, items))
    return text.getvalue()


def _whole(action: ActionView, items: Sequence[ItemView]) -> dict[str, Any]:
    copies, looks = [item_row(i) for i in items], [look_row(s) for s in action.sweeps]
    return {**action_row(action), "copies": copies, "looks": looks}


def _rows(action: ActionView, items: Sequence[ItemView]) -> Iterator[list[str]]:
    row = action_row(action)
    head = [
        row["id"], row["kind"], row["state"], row["subject"], row["reason"], row["actor"],
        row["created"], row["finished"] or "", row["reverses"], row["reversed_by"],
    ]  # fmt: skip
    for item in [item_row(item) for item in items] or [{}]:
        yield [_harmless(str(cell)) for cell in (*head, *item.values())]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
