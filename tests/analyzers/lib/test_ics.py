"""Calendars are read as calendar programs read them, by an oracle, and in linear time."""

from __future__ import annotations

import time

import icalendar
import pytest

from analyzers.lib import ics
from tests.samples import calendars

RICH = calendars.event(
    calendars.ORGANIZER,
    'ATTENDEE;CN="Doe; Bob: jr";ROLE=REQ-PARTICIPANT:mailto:bob@example.org',
    "SUMMARY:Lunch\\, or later\\nbring food\\; and drink",
    "DESCRIPTION:A long line that was ",
    "  folded",
    "DTSTART;TZID=Europe/Berlin:20200601T120000",
    "DTEND;VALUE=DATE:20200602",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:-PT15M",
    "END:VALARM",
)


def test_the_reader_agrees_with_a_strict_one() -> None:
    (mine,) = ics.read(RICH.decode()).events()
    (theirs,) = icalendar.Calendar.from_ical(RICH).walk("VEVENT")
    for name in ("SUMMARY", "DESCRIPTION", "UID"):
        assert mine.text(name) == str(theirs[name])
    attendee = mine.first("ATTENDEE")
    assert attendee is not None
    assert attendee.address.address == str(theirs["ATTENDEE"]).removeprefix("mailto:")
    assert attendee.address.name == str(theirs["ATTENDEE"].params["CN"])
    assert [child.name for child in mine.children] == ["VALARM"]


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("20200601T100000Z", "2020-06-01T10:00:00+00:00"),
        ("20200601T100000", "2020-06-01T10:00:00"),
        ("20200601", "2020-06-01"),
        ("tomorrow", ""),
    ],
)
def test_times_are_as_given(raw: str, iso: str) -> None:
    assert ics.time(ics.Property("DTSTART", {}, raw)) == iso
    assert ics.time(None) == ""


def test_what_a_strict_reader_refuses_is_read_as_far_as_it_goes() -> None:
    text = "BEGIN:VCALENDAR\nMETHOD:publish\nnonsense\nBEGIN:VEVENT\nSUMMARY:x\nEND:NONE\n"
    found = ics.read(text)
    assert found.method == "PUBLISH"
    assert [event.text("SUMMARY") for event in found.events()] == ["x"]


@pytest.mark.parametrize(
    "inner",
    [
        "BEGIN:VEVENT\r\n" * 70_000,
        "DESCRIPTION:" + "\r\n a" * 330_000,
        "ATTENDEE" + ";X=1" * 250_000 + ":mailto:a@b",
        'ATTENDEE;CN="' + '"' * 1_000_000,
        "X" + ";" * 1_000_000,
        "CATEGORIES:" + "," * 1_000_000,
        "DESCRIPTION:" + "\\" * 1_000_000,
        "\r" * 1_000_000,
    ],
)
def test_a_megabyte_of_nonsense_costs_little(inner: str) -> None:
    started = time.process_time()
    list(ics.read(f"BEGIN:VCALENDAR\r\n{inner}\r\nEND:VCALENDAR").events())
    assert time.process_time() - started < 1


def test_more_than_is_read_is_said() -> None:
    assert ics.read("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nEND:VEVENT\n" * ics.COMPONENTS).cut
    assert ics.read("BEGIN:VCALENDAR\n" + "X:1\n" * ics.LINES).cut
