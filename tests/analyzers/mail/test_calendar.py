"""An invitation gives up its events, links and files, and what is odd about them."""

from __future__ import annotations

import pytest

from analyzers.mail import calendar
from analyzers.mail.calendar import UNIT
from analyzers.model.calendar import CalendarEvent
from analyzers.model.content import Link
from analyzers.model.observation import Child, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import findings, observe, survives
from tests.samples import calendars

PROGRAM = ("BEGIN:VALARM", "ACTION:PROCEDURE", "ATTACH:file://x.test/a.exe", "END:VALARM")


def test_an_ordinary_invitation_is_told_without_findings() -> None:
    said = observe(UNIT, calendars.event(calendars.ORGANIZER, calendars.START))
    assert findings(said) == {}
    (event,) = [each for each in said if isinstance(each, CalendarEvent)]
    assert (event.method, event.uid) == ("REQUEST", "1@example.com")


@pytest.mark.parametrize(
    ("lines", "rule", "severity"),
    [
        (["DTSTART:20220601T100000Z"], "calendar.far", Severity.INFO),
        (["RRULE:FREQ=WEEKLY"], "calendar.endless", Severity.INFO),
        (["ORGANIZER;CN=ceo@corp.test:mailto:x@evil.test"], "calendar.organizer.name",
         Severity.MEDIUM),
        (['ORGANIZER;SENT-BY="mailto:b@y.test":mailto:a@x.test'], "calendar.organizer.sent-by",
         Severity.LOW),
        (list(PROGRAM), "calendar.alarm.program", Severity.HIGH),
    ],
)  # fmt: skip
def test_what_is_odd_is_a_finding(lines: list[str], rule: str, severity: Severity) -> None:
    said = findings(observe(UNIT, calendars.event(*lines)))
    assert said[rule].severity is severity


@pytest.mark.parametrize(
    "line",
    ["RRULE:FREQ=DAILY;COUNT=3", "ORGANIZER;CN=ann@mail.x.test:mailto:a@x.test",
     'ORGANIZER;SENT-BY="mailto:b@x.test":mailto:a@x.test', "DTSTART:20200701T100000Z"],
)  # fmt: skip
def test_what_is_usual_is_none(line: str) -> None:
    assert findings(observe(UNIT, calendars.event(line))) == {}


def test_published_events_are_remarked() -> None:
    said = findings(observe(UNIT, calendars.event(method="PUBLISH")))
    assert said["calendar.publish"].severity is Severity.INFO


def test_links_are_recorded_and_judged() -> None:
    said = observe(UNIT, calendars.event("DESCRIPTION:see http://192.0.2.1/login"))
    assert [each.source for each in said if isinstance(each, Link)] == ["calendar"]
    assert "link.host.ip" in findings(said)


def test_html_is_examined_with_it_and_files_on_their_own() -> None:
    said = observe(
        UNIT,
        calendars.event(
            "X-ALT-DESC;FMTTYPE=text/html:<form action=https://x.test>",
            "ATTACH;VALUE=BINARY;ENCODING=BASE64;FILENAME=a.exe;FMTTYPE=text/plain:TVo=",
        ),
    )
    page, file = [each for each in said if isinstance(each, Child)]
    assert page.in_place
    assert b"<form" in page.data
    assert (file.in_place, file.name, file.data) == (False, "a.exe", b"MZ")


def test_caps_are_findings() -> None:
    many = calendars.calendar(*["BEGIN:VEVENT", "END:VEVENT"] * 300)
    said = observe(UNIT, many)
    assert "limit.calendar.events" in findings(said)
    assert sum(isinstance(each, CalendarEvent) for each in said) == 200
    large = calendars.event("SUMMARY:x") + b"X:" + b"x" * calendar.BYTES
    assert "limit.calendar.size" in findings(observe(UNIT, large))


def test_more_pages_than_are_examined_are_said() -> None:
    pages = ["X-ALT-DESC;FMTTYPE=text/html:<p>"] * 6
    said = observe(UNIT, calendars.event(*pages))
    assert "limit.calendar.parts" in findings(said)
    assert sum(isinstance(each, Child) for each in said) == 5


def test_what_is_no_calendar_says_so() -> None:
    with pytest.raises(Unreadable, match="No calendar"):
        observe(UNIT, b"BEGIN:VCARD\r\nEND:VCARD\r\n")


def test_hostile_bytes_are_read_or_refused() -> None:
    assert survives(UNIT, calendars.event(calendars.ORGANIZER, *PROGRAM), "ics") > 20
