"""What an action may touch, frozen: its hash is recomputed at every start."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from workbench.model.mail import MessageRef
from workbench.model.meetings import Meeting
from workbench.model.remediation import ActionKind, Tier
from workbench.remediation.audit import canonical, text_hash
from workbench.remediation.tables import ACTION, ITEM


@dataclass(frozen=True, slots=True)
class Target:
    """One copy and where it shall lie."""

    ref: MessageRef
    mailbox_address: str
    fingerprint: str
    tier: Tier
    folder: str  # wanted folder key, or a target of choices.py
    folder_path: str  # of the wanted folder, "" for such a target
    source: str
    source_path: str
    was_read: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """An action before it is journaled.  ``confirmed`` is the count the analyst typed, 0 if
    none; ``tenant_mailboxes`` is 0 where nobody needed to know."""

    kind: ActionKind
    tenant: str
    message: int
    subject: str
    reason: str
    targets: tuple[Target, ...]
    reverses: str = ""
    confirmed: int = 0
    tenant_mailboxes: int = 0
    unreached: int = 0
    left_out: tuple[tuple[str, str, str], ...] = ()  # mailbox, key, folder of what was not chosen
    meetings: tuple[tuple[MessageRef, Meeting], ...] = ()  # events to take out, with their messages

    @property
    def mailboxes(self) -> int:
        return len({target.ref.mailbox for target in self.targets})


def hash_plan(plan: Plan) -> str:
    rows = ((t.ref.mailbox, t.ref.key, t.fingerprint, t.tier.value, t.folder) for t in plan.targets)
    return hash_rows(plan.kind.value, plan.tenant, rows)


def hash_journal(connection: Connection, action: str, kind: str, tenant: str) -> str:
    """The same over the journal's rows."""
    columns = (ITEM.c.mailbox, ITEM.c.key, ITEM.c.fingerprint, ITEM.c.tier, ITEM.c.target)
    rows = connection.execute(select(*columns).where(ITEM.c.action == action))
    return hash_rows(kind, tenant, (tuple(row) for row in rows))


def told(connection: Connection, id: str, items: int) -> dict[str, Any]:
    """What the log says of a plan's rows."""
    action = connection.execute(select(ACTION).where(ACTION.c.id == id)).one()
    details = hash_details(connection, action)
    return {"manifest": action.manifest_hash, "items": items, "details": details}


def hash_details(connection: Connection, action: Any) -> str:
    """What the journal says of an action beside what it touches: whose copies, how they were found,
    what was typed; ``action`` is its row."""
    columns = (ITEM.c.mailbox, ITEM.c.key, ITEM.c.mailbox_address, ITEM.c.was_read)
    rows = connection.execute(select(*columns).where(ITEM.c.action == action.id))
    names = "message internet_id subject reverses confirmed tenant_mailboxes unreached"
    head = [getattr(action, name) for name in names.split()]
    return text_hash(canonical([head, sorted(list(row) for row in rows)]))


def hash_rows(kind: str, tenant: str, rows: Iterable[tuple[str, ...]]) -> str:
    """Of (mailbox, key, fingerprint, tier, wanted folder) of every copy, in any order."""
    text = canonical([kind, tenant, sorted(rows)])
    return hashlib.sha256(text.encode()).hexdigest()
