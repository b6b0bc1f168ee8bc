"""The journal: every state an action and its items go through, each with its audit row.

All functions run in the data thread, each inside one transaction that is durable when it ends.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from workbench.connectors.tags import is_tag
from workbench.errors import RemediationRefused
from workbench.model.mail import MessageRef
from workbench.model.remediation import ActionKind, ActionState, ItemState
from workbench.remediation import keepsakes, sweeps
from workbench.remediation.audit import Author, Event, canonical, text_hash
from workbench.remediation.items import Item
from workbench.remediation.tables import ACTION, ITEM, REQUEST
from workbench.store import messages
from workbench.store.moments import to_stored

OPEN = (ItemState.PENDING.value, ItemState.INTENT.value)
_HOME = (ItemState.DONE, ItemState.ALREADY, ItemState.RESTORED_ELSEWHERE)
FINISHED = (
    ActionState.COMPLETED,
    ActionState.COMPLETED_WITH_EXCEPTIONS,
    ActionState.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class Action:
    """The head of an action as the engine needs it; ``items`` is their number."""

    id: str
    tenant: str
    kind: ActionKind
    state: ActionState
    message: int
    internet_id: str
    items: int
    unreached: int
    cancelling: bool


@dataclass(frozen=True, slots=True)
class Request:
    """One bulk request, stored before it leaves."""

    id: str
    items: tuple[Item, ...]


def load(connection: Connection, id: str) -> Action:
    row = connection.execute(select(ACTION).where(ACTION.c.id == id)).one_or_none()
    if row is None:
        raise RemediationRefused(f"There is no action {id}")
    count = select(func.count()).select_from(ITEM).where(ITEM.c.action == id)
    return Action(
        id=row.id,
        tenant=row.tenant,
        kind=ActionKind(row.kind),
        state=ActionState(row.state),
        message=row.message,
        internet_id=row.internet_id,
        items=connection.execute(count).scalar_one(),
        unreached=row.unreached,
        cancelling=bool(row.cancelling),
    )


def unfinished(connection: Connection, tenant: str) -> tuple[str, ...]:
    """Actions to go on with after a restart: running ones first, oldest first.  Not those that
    somebody paused."""
    going = (ActionState.RUNNING.value, ActionState.PAUSED.value)
    rows = connection.execute(
        select(ACTION.c.id, ACTION.c.state, ACTION.c.cancelling)
        .where(
            (ACTION.c.tenant == tenant)
            & ACTION.c.finished.is_(None)
            & ((ACTION.c.held == 0) | (ACTION.c.cancelling == 1))
        )
        .order_by(ACTION.c.created, ACTION.c.id)
    ).all()
    wanted = [row for row in rows if row.state in going or row.cancelling]
    wanted.sort(key=lambda row: row.state != ActionState.RUNNING.value)
    return tuple(row.id for row in wanted)


def open_items(connection: Connection, action: Action) -> tuple[Item, ...]:
    """Items not yet settled: those already asked for first, then those nobody has read.  Their
    back-off is forgotten: it is monotonic time and means nothing to another process."""
    rows = connection.execute(
        select(ITEM)
        .where((ITEM.c.action == action.id) & ITEM.c.state.in_(OPEN))
        .order_by(ITEM.c.state, ITEM.c.was_read, ITEM.c.mailbox, ITEM.c.key)
    )
    return tuple(_item(row, action) for row in rows)


def load_open(connection: Connection, id: str) -> tuple[Action, Sequence[Item]]:
    """An action with its open items."""
    action = load(connection, id)
    return action, open_items(connection, action)


def set_state(
    connection: Connection, author: Author, id: str, state: ActionState, note: str = ""
) -> None:
    """A new state of an action, with its reason; a finished one gets its end."""
    values: dict[str, Any] = {"state": state.value, "note": note}
    if state in FINISHED:
        values["finished"] = to_stored(author.now())
    connection.execute(update(ACTION).where(ACTION.c.id == id).values(**values))
    author.append(connection, [Event(state.value, id, payload={"note": note})])


def pause(connection: Connection, author: Author, id: str, note: str) -> None:
    """Stops an action until a person lets it go on."""
    connection.execute(update(ACTION).where(ACTION.c.id == id).values(held=1))
    set_state(connection, author, id, ActionState.PAUSED, note)


def want_cancel(connection: Connection, author: Author, id: str) -> None:
    """Marks an action for cancelling, so that a restart goes on cancelling it."""
    action = load(connection, id)
    if action.state in FINISHED:
        raise RemediationRefused("This action has already ended")
    if not action.cancelling:
        connection.execute(update(ACTION).where(ACTION.c.id == id).values(cancelling=1))
        author.append(connection, [Event("cancel wanted", id)])


def write(
    connection: Connection,
    author: Author,
    action: str,
    items: Sequence[Item],
    request: Request | None = None,
) -> None:
    """Items as they are now, with an audit row for each intent and each final state, and the
    request that is about to leave."""
    _update(connection, action, items)
    if request is not None:
        _insert_request(connection, author, action, request)
    settled = [item for item in items if item.moved and not item.is_open and not is_tag(item.dst)]
    messages.all_moved(connection, [(item.ref, item.dst, "") for item in settled])
    back = [i.ref for i in items if i.kind is ActionKind.UNDO and i.state in _HOME]
    keepsakes.erase(connection, back)
    author.append(connection, [e for item in items if (e := _event(action, item, request))])


def write_answers(
    connection: Connection, action: str, request: Request, items: Sequence[Item]
) -> None:
    """What the tenant said to a request: hints, so no audit row."""
    _update(connection, action, items)
    result = canonical(sorted({item.status for item in items}))
    connection.execute(update(REQUEST).where(REQUEST.c.request == request.id).values(result=result))


def tell(connection: Connection, author: Author, events: Sequence[Event]) -> None:
    """Audit rows without a change of the journal, durable before what they announce."""
    author.append(connection, events)


def finish(connection: Connection, author: Author, action: Action) -> ActionState:
    """The final state, from the items' states; not everything done is an exception."""
    rows = connection.execute(
        select(ITEM.c.state, func.count()).where(ITEM.c.action == action.id).group_by(ITEM.c.state)
    )
    states = {ItemState(row[0]) for row in rows}
    fine = {ItemState.DONE, ItemState.ALREADY}
    if action.cancelling:
        state = ActionState.CANCELLED
    elif states <= fine and not action.unreached:
        state = ActionState.COMPLETED
    else:
        state = ActionState.COMPLETED_WITH_EXCEPTIONS
    boxes = "one mailbox" if action.unreached == 1 else f"{action.unreached} mailboxes"
    note = f"{boxes} could not be asked" if action.unreached else ""
    set_state(connection, author, action.id, state, note)
    sweeps.settle(connection, author, action.id, state)
    return state


def _update(connection: Connection, action: str, items: Sequence[Item]) -> None:
    if not items:
        return
    same = (
        (ITEM.c.action == bindparam("b_action"))
        & (ITEM.c.mailbox == bindparam("b_mailbox"))
        & (ITEM.c.key == bindparam("b_key"))
    )
    connection.execute(update(ITEM).where(same), [_values(action, item) for item in items])


def _values(action: str, item: Item) -> dict[str, Any]:
    return {
        "b_action": action,
        "b_mailbox": item.ref.mailbox,
        "b_key": item.ref.key,
        "src_folder": item.source,
        "src_path": item.source_path,
        "dst": item.dst,
        "elsewhere": int(item.elsewhere),
        "state": item.state.value,
        "request": item.request,
        "attempts": item.attempts,
        "conflicts": item.conflicts,
        "next_at": item.next_at,
        "moved": int(item.moved),
        "superseded": json.dumps(sorted(item.superseded)),
        "last_status": item.status,
        "last_error": item.error,
    }


def _insert_request(connection: Connection, author: Author, action: str, request: Request) -> None:
    batch = canonical([[*item.key, item.dst] for item in request.items])
    connection.execute(
        insert(REQUEST).values(
            request=request.id,
            action=action,
            batch_hash=text_hash(batch),
            items=len(request.items),
            planned=to_stored(author.now()),
        )
    )


def _event(action: str, item: Item, request: Request | None) -> Event | None:
    place = {"src": item.source, "dst": item.dst, "path": text_hash(item.source_path)}
    if request is not None and item.is_open and item.request == request.id:
        sent = {**place, "superseded": sorted(item.superseded)}
        return Event("intent", action, item.key, request.id, sent)
    if item.is_open:
        return None
    settled = {**place, "state": item.state.value, "moved": int(item.moved)}
    return Event("item", action, item.key, item.request, settled)


def _item(row: Row[Any], action: Action) -> Item:
    return Item(
        ref=MessageRef(action.tenant, row.mailbox, row.key),
        kind=action.kind,
        fingerprint=row.fingerprint,
        target=row.target,
        dst=row.dst,
        elsewhere=bool(row.elsewhere),
        source=row.src_folder,
        state=ItemState(row.state),
        target_path=row.target_path,
        source_path=row.src_path,
        attempts=row.attempts,
        conflicts=row.conflicts,
        superseded=frozenset(json.loads(row.superseded)),
        status=row.last_status,
        request=row.request,
        moved=bool(row.moved),
        error=row.last_error,
    )
