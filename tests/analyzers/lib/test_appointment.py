"""Events come out of the named properties of appointments and meeting messages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analyzers.lib.appointment import answer, event_of, is_event
from analyzers.lib.mapinames import APPOINTMENT, MEETING, SHARED
from analyzers.lib.outlook import OutlookFile
from analyzers.model.calendar import CalendarEvent
from analyzers.model.message import Address
from tests.samples.outlook import Named, Property, outlook_file

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
END = datetime(2026, 3, 2, 10, tzinfo=UTC)


def person(name: str, kind: int, flags: int = 0, track: int = 0) -> tuple[Property, ...]:
    return (
        Property(0x3001, name),
        Property(0x39FE, f"{name.lower()}@example.com"),
        Property(0x0C15, kind),
        Property(0x5FFD, flags),
        Property(0x5FFF, track),
    )


def event(message_class: str, *own: Property | Named) -> CalendarEvent:
    people = [
        person("Ann", 1, flags=2),
        person("Bob", 1, track=3),
        person("Cid", 2),
        person("Room", 3),
    ]
    file = OutlookFile(outlook_file(*own, people=people, message_class=message_class))
    return event_of(file.properties, file.names, [file.part(name) for name in file.recipients])


def test_a_meeting_request_is_told_whole() -> None:
    found = event(
        "IPM.Schedule.Meeting.Request",
        Property(0x0037, "Budget"),
        Named(APPOINTMENT, 0x820D, START),
        Named(APPOINTMENT, 0x820E, END),
        Named(APPOINTMENT, 0x8208, "Room 1"),
        Named(APPOINTMENT, 0x8201, 2),
        Named(APPOINTMENT, 0x8232, "every Monday"),
        Named(SHARED, 0x8503, True),
        Named(MEETING, 0x23, b"\x04\0\0\0"),
    )
    assert (found.method, found.summary, found.uid) == ("REQUEST", "Budget", "04000000")
    assert (found.start, found.end) == (START.isoformat(), END.isoformat())
    assert (found.location, found.sequence, found.alarms) == ("Room 1", 2, 1)
    assert found.recurrence == "every Monday"
    assert found.organizer == Address("Ann", "ann@example.com")
    assert [(a.person.name, a.role, a.status) for a in found.attendees] == [
        ("Bob", "REQ-PARTICIPANT", "ACCEPTED"),
        ("Cid", "OPT-PARTICIPANT", ""),
        ("Room", "NON-PARTICIPANT", ""),
    ]


def test_a_foreign_calendar_keeps_its_own_id() -> None:
    raw = bytes(40) + b"vCal-Uid\x01\0\0\0abc@example.com\0"
    assert event("IPM.Appointment", Named(MEETING, 0x3, raw)).uid == "abc@example.com"


@pytest.mark.parametrize(
    ("message_class", "method", "status"),
    [
        ("IPM.Appointment", "", ""),
        ("IPM.Schedule.Meeting.Canceled", "CANCEL", "CANCELLED"),
        ("IPM.Schedule.Meeting.Resp.Pos", "REPLY", ""),
    ],
)
def test_the_class_tells_the_method(message_class: str, method: str, status: str) -> None:
    found = event(message_class, Named(SHARED, 0x8516, START))
    assert (found.method, found.status, found.start) == (method, status, START.isoformat())


def test_only_classes_of_the_calendar_are_events() -> None:
    assert is_event("ipm.appointment.Custom")
    assert not is_event("IPM.Note")


@pytest.mark.parametrize(
    ("message_class", "said"),
    [
        ("IPM.Schedule.Meeting.Resp.Neg", "DECLINED"),
        ("IPM.Schedule.Meeting.Resp.Tent.x", "TENTATIVE"),
        ("IPM.Schedule.Meeting.Request", ""),
    ],
)
def test_an_answer_says_what_it_says(message_class: str, said: str) -> None:
    assert answer(message_class) == said
