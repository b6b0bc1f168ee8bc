"""Proposals: frozen scopes that wait for an analyst, with what brought them about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from workbench.errors import StoreError
from workbench.model.proposals import Origin, Proposal, ProposalState
from workbench.model.remediation import Scope
from workbench.store import frozen
from workbench.store.moments import from_stored, to_stored
from workbench.store.tables import PROPOSAL

LISTED = 500  # newest first; older ones are in the log
_OPEN = (ProposalState.MATCHED.value, ProposalState.WAITING.value)


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal before it is kept."""

    tenant: str
    origin: Origin
    title: str
    reason: str
    evidence: tuple[str, ...] = ()
    messages: tuple[int, ...] = ()  # ids in the workspace
    action: str = ""
    detail: str = ""  # of an indicator its kind, of a rule its name


def add(connection: Connection, id: str, draft: Draft, made: datetime) -> None:
    """Not frozen yet."""
    connection.execute(
        insert(PROPOSAL).values(
            id=id,
            tenant=draft.tenant,
            origin=draft.origin.value,
            action=draft.action,
            detail=draft.detail,
            title=draft.title,
            reason=draft.reason,
            evidence=json.dumps(draft.evidence),
            messages=json.dumps(draft.messages),
            state=ProposalState.MATCHED.value,
            made=to_stored(made),
        )
    )


def freeze(connection: Connection, id: str, scope: Scope) -> str:
    """From now on it waits for the analyst with exactly this scope; gives the scope's hash."""
    text = frozen.to_text(scope)
    hashed, chosen = frozen.hash_of(text), scope.selected
    connection.execute(
        update(PROPOSAL)
        .where((PROPOSAL.c.id == id) & (PROPOSAL.c.state == ProposalState.MATCHED.value))
        .values(
            scope=text,
            hash=hashed,
            state=ProposalState.WAITING.value,
            rows=len(scope.rows),
            copies=len(chosen),
            mailboxes=len({row.ref.mailbox for row in chosen}),
        )
    )
    return hashed


def load(connection: Connection, id: str) -> Proposal:
    row = connection.execute(select(PROPOSAL).where(PROPOSAL.c.id == id)).one_or_none()
    if row is None:
        raise StoreError(f"There is no proposal {id}")
    return _proposal(row)


def scope_of(connection: Connection, id: str) -> Scope:
    """As it was frozen; ``StoreError`` where it is not yet, or was changed since."""
    row = connection.execute(select(PROPOSAL).where(PROPOSAL.c.id == id)).one_or_none()
    if row is None:
        raise StoreError(f"There is no proposal {id}")
    if not row.scope:
        raise StoreError("The mailboxes have not been asked yet: connect the tenant")
    return frozen.from_text(row.scope, row.hash)


def scopes_after(connection: Connection, action: str) -> tuple[Scope, ...]:
    """What was proposed after an action so far."""
    rows = connection.execute(
        select(PROPOSAL.c.scope, PROPOSAL.c.hash).where(
            (PROPOSAL.c.action == action) & (PROPOSAL.c.scope != "")
        )
    )
    return tuple(frozen.from_text(row.scope, row.hash) for row in rows)


def listed(connection: Connection) -> tuple[Proposal, ...]:
    """Those that wait first, newest first."""
    waits = PROPOSAL.c.state.in_(_OPEN)
    rows = connection.execute(
        select(PROPOSAL).order_by(waits.desc(), PROPOSAL.c.made.desc(), PROPOSAL.c.id).limit(LISTED)
    )
    return tuple(_proposal(row) for row in rows)


def matched(connection: Connection, tenant: str, limit: int) -> tuple[tuple[str, list[int]], ...]:
    """Id and messages of those to freeze, oldest first."""
    rows = connection.execute(
        select(PROPOSAL.c.id, PROPOSAL.c.messages)
        .where((PROPOSAL.c.tenant == tenant) & (PROPOSAL.c.state == ProposalState.MATCHED.value))
        .order_by(PROPOSAL.c.made, PROPOSAL.c.id)
        .limit(limit)
    )
    return tuple((row.id, json.loads(row.messages)) for row in rows)


def messages_of(connection: Connection, id: str) -> list[int]:
    """Ids in the workspace."""
    row = connection.execute(select(PROPOSAL.c.messages).where(PROPOSAL.c.id == id)).one()
    return [int(one) for one in json.loads(row.messages)]


def waiting(connection: Connection) -> int:
    return int(
        connection.execute(
            select(func.count()).select_from(PROPOSAL).where(PROPOSAL.c.state.in_(_OPEN))
        ).scalar_one()
    )


def settle(
    connection: Connection, id: str, state: ProposalState, at: datetime, became: str = ""
) -> bool:
    """Whether it waited until now."""
    changed = connection.execute(
        update(PROPOSAL)
        .where((PROPOSAL.c.id == id) & PROPOSAL.c.state.in_(_OPEN))
        .values(state=state.value, settled=to_stored(at), became=became)
    )
    return bool(changed.rowcount)


def note(connection: Connection, id: str, text: str) -> None:
    connection.execute(update(PROPOSAL).where(PROPOSAL.c.id == id).values(note=text))


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        id=row.id,
        tenant=row.tenant,
        origin=Origin(row.origin),
        title=row.title,
        reason=row.reason,
        evidence=tuple(json.loads(row.evidence)),
        state=ProposalState(row.state),
        made=from_stored(row.made),
        action=row.action,
        detail=row.detail,
        became=row.became,
        note=row.note,
        rows=row.rows,
        copies=row.copies,
        mailboxes=row.mailboxes,
    )
