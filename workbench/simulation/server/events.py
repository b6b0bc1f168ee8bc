"""What a calendar holds: events as Graph shows them, with the number of their changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from workbench.simulation.server.calls import stamp
from workbench.simulation.server.identifiers import change_key, immutable_id
from workbench.simulation.world import Letter, Person

MOMENT = "%Y-%m-%dT%H:%M:%S.0000000"  # dateTimeTimeZone
WRITTEN = "%Y%m%dT%H%M%SZ"  # RFC 5545, as letters have it


@dataclass(slots=True)
class SimEvent:
    """``members`` is all that Graph shows beside id and version; ``internet_id`` names the request
    that left it, "" for none."""

    id: str
    members: dict[str, Any]
    number: int = 0
    internet_id: str = ""

    @property
    def is_organizer(self) -> bool:
        return bool(self.members["isOrganizer"])

    def changed(self, **members: Any) -> None:
        self.members.update(members)
        self.number += 1

    @property
    def entity(self) -> dict[str, Any]:
        key = change_key(self.id, self.number)
        return {"@odata.etag": f'W/"{key}"', "id": self.id, "changeKey": key, **self.members}

    def overlaps(self, begin: datetime, end: datetime) -> bool:
        return _read(self.members["start"]) < end and _read(self.members["end"]) > begin


def invited(letter: Letter, person: Person) -> SimEvent:
    """https://learn.microsoft.com/graph/api/resources/eventmessage: tentative until answered."""
    values = letter.values
    own = letter.sender.casefold() == person.address.casefold()
    begins = datetime.strptime(values["begins"], WRITTEN).replace(tzinfo=UTC)
    ends = datetime.strptime(values["ends"], WRITTEN).replace(tzinfo=UTC)
    members = {
        **_bare(letter.sent),
        "iCalUId": values["uid"],
        "subject": letter.subject,
        "body": {"contentType": "text", "content": values["text"]},
        "start": _written(begins),
        "end": _written(ends),
        "location": {"displayName": values["place"]},
        "showAs": "busy" if own else "tentative",
        "isOrganizer": own,
        "organizer": _address(letter.sender_name, letter.sender),
        "attendees": [{"type": "required", **_address("", address)} for address in letter.to],
        "responseStatus": {"response": "organizer" if own else "notResponded"},
    }
    key = immutable_id(person.key, f"event {values['uid']}", second=False)
    return SimEvent(key, members, internet_id=letter.internet_id)


def made(wanted: dict[str, Any], person: Person, number: int) -> SimEvent:
    """Of what an application posts: whose calendar it is organises it."""
    members = {
        **_bare(datetime.now(UTC)),
        "iCalUId": f"made-{number}-{person.key}",
        "attendees": [],
        **wanted,
        "isOrganizer": True,
        "organizer": _address(person.name, person.address),
        "responseStatus": {"response": "organizer"},
    }
    return SimEvent(immutable_id(person.key, f"event made {number}", second=False), members)


def _bare(moment: datetime) -> dict[str, Any]:
    return {
        "createdDateTime": stamp(moment), "lastModifiedDateTime": stamp(moment),
        "categories": [], "transactionId": None, "isAllDay": False, "isCancelled": False,
        "isReminderOn": True, "reminderMinutesBeforeStart": 15, "importance": "normal",
        "sensitivity": "normal", "hasAttachments": False, "responseRequested": True,
        "seriesMasterId": None, "recurrence": None, "type": "singleInstance",
    }  # fmt: skip


def _address(name: str, address: str) -> dict[str, Any]:
    return {"emailAddress": {"name": name or address, "address": address}}


def _written(moment: datetime) -> dict[str, str]:
    return {"dateTime": moment.strftime(MOMENT), "timeZone": "UTC"}


def _read(given: dict[str, str]) -> datetime:
    return datetime.fromisoformat(given["dateTime"][:19]).replace(tzinfo=UTC)
