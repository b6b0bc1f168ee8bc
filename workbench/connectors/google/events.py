"""Google Calendar's events as our nouns, and what is kept to make one again.

https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from workbench.connectors.calendars import Held
from workbench.connectors.google.meeting_requests import ONE_OF_MANY, Request
from workbench.connectors.google.shapes import required, text
from workbench.errors import Unexpected
from workbench.model.meetings import Meeting

MARK = "workbench"  # private property: on no other guest's copy
CANCELLED = "cancelled"  # how a deleted event stands
# What is made again.  Not the other guests: nobody is to hear of it.
KEPT = (
    "iCalUID", "summary", "description", "location", "start", "end", "recurrence", "transparency",
    "visibility", "reminders", "colorId", "sequence", "status",
)  # fmt: skip
MOST = 250_000  # bytes of what is kept of one event
OTHERS = "the calendar has an event of that id which somebody else organises"


def meeting_in(rows: Sequence[dict[str, Any]], request: Request, mailbox: str) -> Meeting | None:
    """The event that the request left among those with its UID, for a series the series itself.

    Whoever writes a message chooses the UID in it: the event has to have its organizer as well.
    """
    shown = [row for row in rows if text(row, "status") != CANCELLED]
    whole = [row for row in shown if not row.get("recurringEventId")]
    if not whole and shown:
        raise Unexpected(ONE_OF_MANY)
    if len(whole) > 1:
        raise Unexpected("the calendar has more than one event of that id")
    if whole and _organizer(whole[0]) != request.organizer:
        raise Unexpected(OTHERS)
    return meeting_of(whole[0], mailbox) if whole else None


def meeting_of(row: Mapping[str, Any], mailbox: str) -> Meeting:
    key, version = required(row, "id"), text(row, "etag")
    owned = _owned(row, mailbox)
    return Meeting(key, version, _moment(row.get("start")), _moment(row.get("end")), owned)


def held_of(row: Mapping[str, Any], mailbox: str) -> Held:
    """What was deleted tells no more than its id for certain."""
    shown = text(row, "status") != CANCELLED
    return Held(meeting_of(row, mailbox), shown, _snapshot(row, mailbox) if shown else b"")


def _snapshot(row: Mapping[str, Any], mailbox: str) -> bytes:
    if text(row, "eventType") not in ("", "default"):
        raise Unexpected("An event of its type cannot be made again")
    kept = {name: row[name] for name in KEPT if row.get(name) is not None}
    organizer = _person(row.get("organizer"), "email", "displayName")
    event = {**kept, "organizer": organizer, "attendees": [_self(row, mailbox)]}
    snapshot = json.dumps({"key": required(row, "id"), "event": event}, sort_keys=True).encode()
    if len(snapshot) > MOST:
        raise Unexpected("The event is too large to be kept")
    return snapshot


def _self(row: Mapping[str, Any], mailbox: str) -> dict[str, Any]:
    """Whose calendar it is, with their answer: the service wants them to be guest or organizer."""
    guests = row.get("attendees")
    for one in guests if isinstance(guests, list) else []:
        if isinstance(one, dict) and (one.get("self") is True or _is(one, mailbox)):
            return _person(one, "email", "displayName", "responseStatus", "comment", "optional")
    return {"email": mailbox, "responseStatus": "needsAction"}


def _person(row: Any, *names: str) -> dict[str, Any]:
    given = row if isinstance(row, dict) else {}
    return {name: given[name] for name in names if name in given}


def _owned(row: Mapping[str, Any], mailbox: str) -> bool:
    """Where nobody says who organises it, nothing is touched."""
    organizer = row.get("organizer")
    if not isinstance(organizer, dict):
        return True
    return organizer.get("self") is True or _is(organizer, mailbox)


def _organizer(row: Mapping[str, Any]) -> str:
    organizer = row.get("organizer")
    return text(organizer, "email").casefold() if isinstance(organizer, dict) else ""


def _is(person: Mapping[str, Any], mailbox: str) -> bool:
    return text(person, "email").casefold() == mailbox.casefold()


def _moment(given: Any) -> str:
    """A time with its offset, or a day."""
    return text(given, "dateTime") or text(given, "date") if isinstance(given, dict) else ""
