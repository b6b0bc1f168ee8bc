"""Events become records, and every address in them a link."""

from __future__ import annotations

from analyzers.lib import ics, invitations
from analyzers.model.message import Address
from tests.samples import calendars

LINES = (
    calendars.ORGANIZER,
    "ATTENDEE;CN=Bob;ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:bob@example.org",
    "SUMMARY:Lunch",
    calendars.START,
    "DTEND:20200601T110000Z",
    "LOCATION:https://room.test/1",
    "DESCRIPTION:Join https://meet.test/2 or call",
    "URL:https://event.test/3",
    "ATTACH:https://file.test/4",
    "ATTACH;VALUE=BINARY;ENCODING=BASE64:aGVsbG8=",
    "X-ALT-DESC;FMTTYPE=text/html:<p>Hello</p>",
    "SEQUENCE:2",
    "RRULE:FREQ=DAILY",
    "BEGIN:VALARM",
    "DESCRIPTION:https://alarm.test/5",
    "END:VALARM",
)


def component() -> ics.Component:
    return next(ics.read(calendars.event(*LINES).decode()).events())


def test_a_record_holds_what_the_event_says() -> None:
    event = invitations.event(component(), "REQUEST")
    assert event.organizer == Address("Ann Example", "ann@example.com")
    assert [(a.person.name, a.role, a.status) for a in event.attendees] == [
        ("Bob", "CHAIR", "ACCEPTED")
    ]
    assert (event.start, event.end) == ("2020-06-01T10:00:00+00:00", "2020-06-01T11:00:00+00:00")
    assert (event.sequence, event.recurrence, event.alarms) == (2, "FREQ=DAILY", 1)
    assert event.attachments == ("https://file.test/4",)


def test_links_are_found_in_every_field_and_alarm() -> None:
    hosts = {link.host for link in invitations.links(component())}
    assert hosts == {f"{n}.test" for n in ("room", "meet", "event", "file", "alarm")}
    assert {link.source for link in invitations.links(component())} == {"calendar"}


def test_html_is_handed_on() -> None:
    assert list(invitations.pages(component())) == ["<p>Hello</p>"]
