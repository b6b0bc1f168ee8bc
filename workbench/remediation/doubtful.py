"""Events in calendars of which nobody knows what became, and which may be asked for again.

All functions run in the data thread, each inside one transaction.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from workbench.model.remediation import ActionState
from workbench.remediation.audit import Author, Event
from workbench.remediation.meetings import TRIES, State
from workbench.remediation.tables import ACTION, ITEM, MEETING

ENDED = (ActionState.COMPLETED.value, ActionState.COMPLETED_WITH_EXCEPTIONS.value)


def events(connection: Connection, action: Row[Any]) -> tuple[Any, ...]:
    """Of an action that has ended; ``action`` is its row.  Not those whose message a later action
    has taken up, an undo say, nor those that were asked for often enough."""
    if action.state not in ENDED:
        return ()
    found = connection.execute(
        select(MEETING.c.mailbox, MEETING.c.key, MEETING.c.message).where(
            (MEETING.c.action == action.id)
            & (MEETING.c.state == State.REVIEW.value)
            & (MEETING.c.tries < TRIES)
        )
    ).all()
    return tuple(row for row in found if not _is_overtaken(connection, action, row))


def want(connection: Connection, author: Author, action: Row[Any]) -> None:
    """Marks them to be asked for again, each with its row of the log."""
    found = events(connection, action)
    for row in found:
        same = (MEETING.c.mailbox == row.mailbox) & (MEETING.c.key == row.key)
        again = update(MEETING).where((MEETING.c.action == action.id) & same)
        connection.execute(again.values(state=State.AGAIN.value))
    told = [Event("calendar event again", action.id, (row.mailbox, row.key)) for row in found]
    author.append(connection, told)


def _is_overtaken(connection: Connection, action: Row[Any], row: Any) -> bool:
    later = (
        select(func.count())
        .select_from(ITEM)
        .join(ACTION, ACTION.c.id == ITEM.c.action)
        .where((ITEM.c.mailbox == row.mailbox) & (ITEM.c.key == row.message))
        .where((ACTION.c.tenant == action.tenant) & (ACTION.c.id != action.id))
        .where(ACTION.c.created >= action.created)
    )
    return int(connection.execute(later).scalar_one()) > 0
