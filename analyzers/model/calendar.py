"""Events of a calendar part (RFC 5545, RFC 5546)."""

from __future__ import annotations

from dataclasses import dataclass

from analyzers.model.message import Address


@dataclass(frozen=True, slots=True)
class Attendee:
    person: Address
    role: str = ""
    status: str = ""  # PARTSTAT


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event.  Times are as the calendar gives them in ISO 8601, "" where there is none."""

    method: str  # REQUEST, PUBLISH, CANCEL, REPLY ...
    uid: str
    summary: str
    organizer: Address
    attendees: tuple[Attendee, ...] = ()
    start: str = ""
    end: str = ""
    location: str = ""
    description: str = ""
    status: str = ""
    sequence: int = 0
    recurrence: str = ""
    alarms: int = 0
    attachments: tuple[str, ...] = ()  # URIs
