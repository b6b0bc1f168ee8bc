"""The journal of events in calendars: what an action takes out and what an undo makes again.

All functions run in the data thread, each inside one transaction that is durable when it ends.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Row, func, insert, select, update

from analyzers.model.fidelity import Fidelity
from workbench.model.mail import MessageRef, RawMessage
from workbench.model.meetings import Meeting
from workbench.model.remediation import ActionKind, Choice, ItemState, Scope
from workbench.remediation.audit import Author, Event, canonical, text_hash
from workbench.remediation.journal import Action
from workbench.remediation.manifest import Plan
from workbench.remediation.tables import ACTION, ITEM, MEETING
from workbench.store import blobs
from workbench.store.vault import Vault

TAKING = frozenset({
    ActionKind.QUARANTINE, ActionKind.STRONG, ActionKind.JUNK, ActionKind.DELETED,
})  # fmt: skip
_HOME = (ItemState.DONE.value, ItemState.ALREADY.value, ItemState.RESTORED_ELSEWHERE.value)


class State(enum.StrEnum):
    PLANNED = "planned"
    INTENT = "intent"
    REMOVED = "removed"  # by us, and seen to be gone
    GONE = "gone"  # before we asked
    CHANGED = "changed"  # by its owner since it was shown: untouched
    KEPT = "kept"  # cannot be taken out, or made again, without harm
    REVIEW = "review"  # nobody knows
    AGAIN = "again"  # nobody knew, and somebody wants it to be looked at and asked for again
    BACK = "back"  # made again, and seen
    ALREADY = "already"  # its owner has put it back


OPEN = (State.PLANNED.value, State.INTENT.value, State.AGAIN.value)
TRIES = 4  # times that one event is asked for in all


@dataclass(frozen=True, slots=True)
class Line:
    """One event of one action; ``moved`` says whether its message went where the action wanted."""

    mailbox: str
    address: str
    key: str
    message: str
    version: str
    state: State
    snapshot: str
    made: str
    note: str
    moved: bool
    tries: int = 0


def chosen(scope: Scope, choice: Choice) -> tuple[tuple[MessageRef, Meeting], ...]:
    """One for each event, however many copies point to it."""
    if choice.kind not in TAKING or scope.calendars is False:
        return ()
    rows = {(r.ref.mailbox, r.meeting.key): (r.ref, r.meeting) for r in scope.selected if r.meeting}
    return tuple(rows.values())


def enter(connection: Connection, author: Author, plan: Plan, id: str) -> None:
    if not plan.meetings:
        return
    lines = [
        _values(id, ref.mailbox, meeting.key, ref.key, meeting.version)
        for ref, meeting in plan.meetings
    ]
    connection.execute(insert(MEETING), lines)
    told = canonical(sorted([line["mailbox"], line["key"]] for line in lines))
    payload = {"events": len(lines), "hash": text_hash(told)}
    author.append(connection, [Event("calendar plan", id, payload=payload)])


def _values(action: str, mailbox: str, key: str, message: str, version: str) -> dict[str, str]:
    return {
        "action": action, "mailbox": mailbox, "key": key, "message": message, "version": version,
        "state": State.PLANNED.value, "snapshot": "", "made": "", "note": "",
    }  # fmt: skip


def lines(connection: Connection, action: Action) -> tuple[Line, ...]:
    """All of an action; an undo begins with what the action it reverses took out and whose message
    is back."""
    if action.kind is ActionKind.UNDO:
        _enter_undo(connection, action.id)
    same = (
        (ITEM.c.action == MEETING.c.action)
        & (ITEM.c.mailbox == MEETING.c.mailbox)
        & (ITEM.c.key == MEETING.c.message)
    )
    rows = connection.execute(
        select(MEETING, ITEM.c.mailbox_address, ITEM.c.moved)
        .join(ITEM, same)
        .where(MEETING.c.action == action.id)
        .order_by(MEETING.c.mailbox, MEETING.c.key)
    )
    return tuple(_line(row, undo=action.kind is ActionKind.UNDO) for row in rows)


def _line(row: Row[tuple[object, ...]], *, undo: bool) -> Line:
    return Line(
        row.mailbox, row.mailbox_address, row.key, row.message, row.version, State(row.state),
        row.snapshot, row.made, row.note, undo or bool(row.moved), row.tries,
    )  # fmt: skip


def _enter_undo(connection: Connection, id: str) -> None:
    reversed_id = connection.execute(
        select(ACTION.c.reverses).where(ACTION.c.id == id)
    ).scalar_one()
    home = connection.execute(
        select(ITEM.c.mailbox, ITEM.c.key).where((ITEM.c.action == id) & ITEM.c.state.in_(_HOME))
    )
    back = {(row.mailbox, row.key) for row in home}
    taken = connection.execute(
        select(MEETING).where(
            (MEETING.c.action == reversed_id)
            & MEETING.c.state.in_((State.REMOVED.value, State.REVIEW.value))
            & (MEETING.c.snapshot != "")
        )
    ).all()
    known = _known(connection, id, reversed_id)
    new = [
        {**_values(id, r.mailbox, r.key, r.message, r.version), "snapshot": r.snapshot}
        for r in taken
        if (r.mailbox, r.message) in back and (r.mailbox, r.key) not in known
    ]
    if new:
        connection.execute(insert(MEETING), new)


def _known(connection: Connection, id: str, reversed_id: str) -> set[tuple[str, str]]:
    """Of this undo already, or brought back by another one."""
    rows = connection.execute(
        select(MEETING.c.mailbox, MEETING.c.key)
        .join(ACTION, ACTION.c.id == MEETING.c.action)
        .where(
            (MEETING.c.action == id)
            | (
                (ACTION.c.reverses == reversed_id)
                & MEETING.c.state.in_((State.BACK.value, State.ALREADY.value))
            )
        )
    )
    return {(row.mailbox, row.key) for row in rows}


def taken(connection: Connection, action: str) -> int:
    """How many an undo would make again."""
    same = (MEETING.c.action == action) & (MEETING.c.state == State.REMOVED.value)
    statement = select(func.count()).select_from(MEETING).where(same)
    return int(connection.execute(statement).scalar_one())


def intend(
    connection: Connection, author: Author, vault: Vault, action: str, line: Line, snapshot: bytes
) -> Line:
    """The sealed copy and the intent, durable before anything is sent."""
    raw = RawMessage(snapshot, Fidelity.RESERIALISED)
    sha256 = blobs.put(connection, vault, raw, author.now()) if snapshot else line.snapshot
    asked = replace(line, state=State.INTENT, snapshot=sha256, tries=line.tries + 1)
    _store(connection, action, asked)
    event = Event(
        "calendar event wanted", action, (line.mailbox, line.key), payload={"sha256": sha256}
    )
    author.append(connection, [event])
    return asked


def settle(connection: Connection, author: Author, action: str, line: Line) -> None:
    _store(connection, action, line)
    if line.state is State.BACK and not _needed(connection, line):
        blobs.drop(connection, line.snapshot)
    payload = {"state": line.state.value, "made": line.made}
    event = Event("calendar event", action, (line.mailbox, line.key), payload=payload)
    author.append(connection, [event])


def snapshot(connection: Connection, vault: Vault, line: Line) -> bytes:
    return blobs.get(connection, vault, line.snapshot).data


def _needed(connection: Connection, line: Line) -> bool:
    """Whether another event of a campaign reads just the same."""
    others = connection.execute(
        select(MEETING.c.mailbox, MEETING.c.key).where(MEETING.c.snapshot == line.snapshot)
    )
    return any((row.mailbox, row.key) != (line.mailbox, line.key) for row in others)


def _store(connection: Connection, action: str, line: Line) -> None:
    same = (
        (MEETING.c.action == action)
        & (MEETING.c.mailbox == line.mailbox)
        & (MEETING.c.key == line.key)
    )
    connection.execute(
        update(MEETING)
        .where(same)
        .values(
            state=line.state.value, snapshot=line.snapshot, made=line.made, note=line.note,
            tries=line.tries,
        )
    )  # fmt: skip


def sentence(told: Sequence[Line]) -> str:
    """What became of the events, and who still has one."""
    words = [
        _counted(told, State.REMOVED, "taken out of"),
        _counted(told, State.BACK, "made again, without other guests, in"),
        _left(told),
    ]
    return "; ".join(filter(None, words))


def _counted(told: Sequence[Line], state: State, verb: str) -> str:
    number = sum(line.state is state for line in told)
    if not number:
        return ""
    where, was = ("a calendar", "was") if number == 1 else ("calendars", "were")
    return f"{_events(number)} {was} {verb} {where}"


def _left(told: Sequence[Line]) -> str:
    why: dict[tuple[State, str], list[str]] = {}
    for line in told:
        if line.state in (State.CHANGED, State.KEPT, State.REVIEW):
            why.setdefault((line.state, line.note), []).append(line.address)
    return "; ".join(
        f"{_events(len(boxes))} {'not proven' if state is State.REVIEW else 'left'}: {note} "
        f"({', '.join(boxes[:3])}{f' and {len(boxes) - 3:,} more' if len(boxes) > 3 else ''})"
        for (state, note), boxes in why.items()
    )


def _events(number: int) -> str:
    return f"{number:,} calendar event{'' if number == 1 else 's'}"
