"""The journal's events of calendars against the log: which were planned, and how each ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from workbench.model.remediation import ActionKind
from workbench.remediation.audit import canonical, text_hash
from workbench.remediation.meetings import OPEN
from workbench.remediation.tables import ACTION, MEETING

EVENTS = ("calendar event again", "calendar event wanted", "calendar event")
_Key = tuple[str, str, str]  # action, mailbox, event


class ToldMeetings:
    """What the log says of them."""

    def __init__(self) -> None:
        self.plans: dict[str, str] = {}  # hash of the events of each action
        self.wanted: set[_Key] = set()
        self.ended: dict[_Key, tuple[str, str]] = {}  # state, key of the new event

    def take(self, body: dict[str, Any], payload: dict[str, Any]) -> None:
        event, action = body.get("event"), body["action"]
        if event == "calendar plan":
            self.plans[action] = str(payload.get("hash"))
        elif event in EVENTS and body.get("item"):
            mailbox, key = body["item"]
            if event == "calendar event":
                made = str(payload.get("made"))
                self.ended[action, mailbox, key] = (str(payload.get("state")), made)
            else:
                self.wanted.add((action, mailbox, key))
                self.ended.pop((action, mailbox, key), None)


def problems(connection: Connection, told: ToldMeetings) -> Iterator[str]:
    planned: defaultdict[str, list[list[str]]] = defaultdict(list)
    seen: set[_Key] = set()
    rows = select(MEETING, ACTION.c.kind).join(ACTION, ACTION.c.id == MEETING.c.action)
    for row in connection.execute(rows):
        key = (row.action, row.mailbox, row.key)
        seen.add(key)
        if row.kind != ActionKind.UNDO.value:
            planned[row.action].append([row.mailbox, row.key])
        expected = None if row.state in OPEN else (row.state, row.made)
        if told.ended.get(key) != expected:
            yield f"calendar event {row.key} of action {row.action} ended otherwise in the log"
    for missing in (told.ended.keys() | told.wanted) - seen:
        yield f"calendar event {missing[2]} of action {missing[0]} is missing from the journal"
    for action in planned.keys() | told.plans.keys():
        if text_hash(canonical(sorted(planned[action]))) != told.plans.get(action):
            yield f"the calendar events of action {action} are not those that were planned"
