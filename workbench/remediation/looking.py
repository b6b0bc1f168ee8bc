"""The same search once more after an action: what has come, come back, or was left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from workbench.connectors.port import Connector
from workbench.jobs import Report
from workbench.model.remediation import ActionState, ItemState, Scope, ScopeRow, Tier
from workbench.remediation.fence import copies_inside
from workbench.remediation.tables import ACTION, ITEM, LEFT_OUT
from workbench.store import proposals
from workbench.store.chunks import chunks
from workbench.store.tables import COPY
from workbench.store.workspace import Workspace

MOST = 20  # messages of one action that are looked for again
SETTLED = (ItemState.DONE, ItemState.ALREADY, ItemState.RESTORED_ELSEWHERE)
BACK = "moved back since"
LATE = "arrived since"
MOVED_ON = "moved since it was left out"
ELSEWHERE = "not there when the action began"

_Key = tuple[str, str]  # mailbox, key


@dataclass(frozen=True, slots=True)
class Fate:
    """What the journal last says of a copy: ``place`` is where it was put."""

    state: ItemState
    place: str


@dataclass(frozen=True, slots=True)
class Past:
    """``seen`` are copies somebody was shown and did not choose, with their folders then."""

    fates: dict[_Key, Fate]
    seen: dict[_Key, frozenset[str]]


async def look_again(
    connector: Connector, workspace: Workspace, action: str, report: Report
) -> Scope:
    """A scope of what is new; nothing in any mailbox is changed.  ``unreached`` names who did not
    answer; ``ConnectorError`` where nobody could be asked."""
    messages = await workspace.run(messages_of, action)
    found = [await copies_inside(connector, workspace, id, report) for id in messages[:MOST]]
    whole = merged(found)
    if more := len(messages) - MOST:
        gap = f"{more} more messages of this action were not looked for"
        whole = replace(whole, gaps=(*whole.gaps, gap)) if more > 0 else whole
    past = await workspace.run(past_of, action, whole.rows)
    return replace(whole, rows=tuple(r for row in whole.rows if (r := fresh(row, past))))


def merged(scopes: Sequence[Scope]) -> Scope:
    """One scope of many; a copy found in several is what the surest says of it."""
    rows: dict[_Key, ScopeRow] = {}
    for row in (row for scope in scopes for row in scope.rows):
        known = rows.setdefault((row.ref.mailbox, row.ref.key), row)
        if row.tier is Tier.EXACT and known.tier is not Tier.EXACT:
            rows[row.ref.mailbox, row.ref.key] = row
    return replace(
        scopes[0],
        rows=tuple(rows.values()),
        unreached=tuple(dict(pair for scope in scopes for pair in scope.unreached).items()),
        outside=tuple(sorted({one for scope in scopes for one in scope.outside})),
        held=tuple(dict.fromkeys(one for scope in scopes for one in scope.held)),
        missing=tuple(dict.fromkeys(one for scope in scopes for one in scope.missing)),
        gaps=tuple(dict.fromkeys(one for scope in scopes for one in scope.gaps)),
        notes=tuple(dict.fromkeys(one for scope in scopes for one in scope.notes)),
    )


def fresh(row: ScopeRow, past: Past) -> ScopeRow | None:
    """None where a copy lies where it shall, or where somebody has seen and left it."""
    key = (row.ref.mailbox, row.ref.key)
    fate, seen = past.fates.get(key), past.seen.get(key, frozenset())
    if fate is not None and fate.state in SETTLED and fate.place == row.folder:
        return None
    if row.folder in seen:
        return None
    if row.tier is Tier.EXACT and not row.selected:
        return None  # out of reach already: in our quarantine, or deleted for good
    return replace(
        row, note="; ".join(filter(None, (_why(row, fate, is_known=bool(seen)), row.note)))
    )


def _why(row: ScopeRow, fate: Fate | None, *, is_known: bool) -> str:
    if fate is None and is_known:
        return MOVED_ON
    if fate is None:
        return LATE if row.tier is Tier.EXACT else ELSEWHERE
    return BACK if fate.state in SETTLED else f"left by an action: {fate.state.value}"


def messages_of(connection: Connection, action: str) -> tuple[int, ...]:
    """The message an action was for, and others whose copies it held."""
    head = connection.execute(select(ACTION).where(ACTION.c.id == action)).one()
    same = (COPY.c.mailbox == ITEM.c.mailbox) & (COPY.c.key == ITEM.c.key)
    held = (
        select(COPY.c.message)
        .distinct()
        .join(ITEM, same)
        .where((ITEM.c.action == action) & (COPY.c.tenant == head.tenant))
        .order_by(COPY.c.message)
    )
    return tuple(dict.fromkeys((head.message, *connection.execute(held).scalars())))


def past_of(connection: Connection, action: str, rows: Sequence[ScopeRow]) -> Past:
    tenant = select(ACTION.c.tenant).where(ACTION.c.id == action).scalar_subquery()
    fates: dict[_Key, Fate] = {}
    for part in chunks({row.ref.key for row in rows}):
        told = connection.execute(
            select(ITEM.c.mailbox, ITEM.c.key, ITEM.c.state, ITEM.c.dst)
            .join(ACTION, ACTION.c.id == ITEM.c.action)
            .where((ACTION.c.tenant == tenant) & ITEM.c.key.in_(part))
            .where(ACTION.c.state != ActionState.AWAITING_APPROVAL.value)
            .order_by(ACTION.c.created, ACTION.c.id)
        )
        for item in told:  # the latest action's word holds
            fates[item.mailbox, item.key] = Fate(ItemState(item.state), item.dst)
    left = connection.execute(select(LEFT_OUT).where(LEFT_OUT.c.action == action))
    seen = {(row.mailbox, row.key): frozenset({row.folder}) for row in left}
    for scope in proposals.scopes_after(connection, action):
        for one in scope.rows:
            key = (one.ref.mailbox, one.ref.key)
            seen[key] = seen.get(key, frozenset()) | {one.folder}
    return Past(fates, seen)
