"""What a Google calendar holds: events as the Calendar API shows them, with the number of their
changes.

https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from workbench.simulation.server.events import WRITTEN
from workbench.simulation.world import Letter, Person

CANCELLED = "cancelled"
# What an application may give; all else is the service's own.
SETTABLE = frozenset({
    "iCalUID", "summary", "description", "location", "start", "end", "recurrence", "transparency",
    "visibility", "reminders", "colorId", "sequence", "status", "organizer", "attendees",
    "extendedProperties",
})  # fmt: skip


@dataclass(slots=True)
class GoogleEvent:
    """``members`` is all that is shown beside id and version; ``internet_id`` names the request
    that left it, "" for none."""

    id: str
    members: dict[str, Any]
    number: int = 0
    internet_id: str = ""

    @property
    def is_deleted(self) -> bool:
        return bool(self.members["status"] == CANCELLED)

    @property
    def is_organizer(self) -> bool:
        return bool(self.members["organizer"].get("self"))

    @property
    def etag(self) -> str:
        return f'"{int(hashlib.sha256(f"{self.id} {self.number}".encode()).hexdigest()[:12], 16)}"'

    def changed(self, **members: Any) -> None:
        self.members.update(members)
        self.number += 1

    def row(self, *, bare: bool) -> dict[str, Any]:
        """``bare`` as deleted events are at the least: with their id alone."""
        head = {"kind": "calendar#event", "etag": self.etag, "id": self.id}
        if bare and self.is_deleted:
            return {**head, "status": CANCELLED}
        return {**head, **self.members}


def invited(letter: Letter, person: Person) -> GoogleEvent:
    """Not answered yet by a guest."""
    values = letter.values
    members = {
        "status": "confirmed",
        **_bare(letter.sent),
        "iCalUID": values["uid"],
        "summary": letter.subject,
        "description": values["text"],
        "location": values["place"],
        "start": _written(values["begins"]),
        "end": _written(values["ends"]),
        "organizer": _seen(person, {"email": letter.sender, "displayName": letter.sender_name}),
        "attendees": [
            _seen(person, {"email": address, "responseStatus": "needsAction"})
            for address in letter.to
        ],
    }
    key = event_id(person, values["uid"])
    return GoogleEvent(key, members, internet_id=letter.internet_id)


def imported(wanted: dict[str, Any], person: Person) -> dict[str, Any]:
    """The members of a private copy; whoever it names sees themselves in it."""
    given = {name: value for name, value in wanted.items() if name in SETTABLE}
    organizer = given.get("organizer") or {"email": person.address}
    return {
        "status": "confirmed",
        **_bare(datetime.now(UTC)),
        **given,
        "organizer": _seen(person, organizer),
        "attendees": [_seen(person, one) for one in given.get("attendees", ())],
        "privateCopy": True,
    }


def event_id(person: Person, uid: str) -> str:
    """Of the characters that ids have: 0-9 and a-v."""
    return hashlib.sha256(f"{person.key} {uid}".encode()).hexdigest()[:26]


def _seen(person: Person, one: dict[str, Any]) -> dict[str, Any]:
    own = str(one.get("email", "")).casefold() == person.address.casefold()
    return {**one, "self": True} if own else one


def _bare(moment: datetime) -> dict[str, Any]:
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {
        "created": stamp, "updated": stamp, "sequence": 0, "eventType": "default",
        "reminders": {"useDefault": True},
    }  # fmt: skip


def _written(text: str) -> dict[str, str]:
    moment = datetime.strptime(text, WRITTEN).replace(tzinfo=UTC)
    return {"dateTime": moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "timeZone": "UTC"}
