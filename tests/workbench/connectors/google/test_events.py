"""Which event a message is about, and what of it may be touched and kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workbench.connectors.google.events import held_of, meeting_in, meeting_of
from workbench.connectors.google.meeting_requests import Request
from workbench.errors import Unexpected

ANNA, EVE = "anna@firm.example", "eve@outside.example"
REQUEST = Request("uid-1", EVE)


def event(**members: Any) -> dict[str, Any]:
    start, end = "2026-11-27T09:00:00+01:00", "2026-11-27T10:00:00+01:00"
    return {
        "id": "e1", "etag": '"1"', "status": "confirmed", "iCalUID": "uid-1", "summary": "Pay",
        "organizer": {"email": EVE}, "start": {"dateTime": start}, "end": {"dateTime": end},
        "attendees": [
            {"email": ANNA, "self": True, "responseStatus": "tentative"},
            {"email": "ben@firm.example", "responseStatus": "accepted"},
        ],
        **members,
    }  # fmt: skip


def test_the_event_of_the_request_is_found_by_uid_and_organizer() -> None:
    meeting = meeting_in([event()], REQUEST, ANNA)
    assert meeting is not None
    assert (meeting.key, meeting.version, meeting.owned) == ("e1", '"1"', False)
    assert meeting.begins == "2026-11-27T09:00:00+01:00"


def test_a_message_that_borrows_the_uid_of_somebody_elses_meeting_touches_nothing() -> None:
    with pytest.raises(Unexpected, match="somebody else organises"):
        meeting_in([event(organizer={"email": "boss@firm.example"})], REQUEST, ANNA)


def test_of_a_series_the_series_is_meant() -> None:
    date = event(id="e1_1", recurringEventId="e1")
    series = event(recurrence=["RRULE:FREQ=WEEKLY"])
    found = meeting_in([date, series], REQUEST, ANNA)
    assert found is not None
    assert found.key == "e1"
    with pytest.raises(Unexpected, match="single dates of a series"):
        meeting_in([date], REQUEST, ANNA)


def test_what_was_deleted_is_no_event_any_more() -> None:
    assert meeting_in([event(status="cancelled")], REQUEST, ANNA) is None
    assert meeting_in([], REQUEST, ANNA) is None


def test_two_events_of_one_uid_are_not_guessed_at() -> None:
    with pytest.raises(Unexpected, match="more than one"):
        meeting_in([event(), event(id="e2")], REQUEST, ANNA)


@pytest.mark.parametrize(
    "organizer", [{"email": ANNA.upper()}, {"email": "alias@firm.example", "self": True}, None]
)
def test_whoever_organises_it_or_nobody_known_keeps_it(organizer: dict[str, Any] | None) -> None:
    assert meeting_of(event(organizer=organizer), ANNA).owned


def test_a_deleted_event_may_show_no_more_than_its_id() -> None:
    held = held_of({"id": "e1", "etag": '"2"', "status": "cancelled"}, ANNA)
    assert not held.shown
    assert held.snapshot == b""


def test_the_copy_kept_holds_no_other_guest() -> None:
    kept = json.loads(held_of(event(conferenceData={"x": 1}), ANNA).snapshot)
    assert kept["key"] == "e1"
    (guest,) = kept["event"]["attendees"]
    assert guest == {"email": ANNA, "responseStatus": "tentative"}
    assert kept["event"]["organizer"] == {"email": EVE}
    assert "conferenceData" not in kept["event"]


def test_a_guest_who_is_not_named_is_added_for_the_service() -> None:
    kept = json.loads(held_of(event(attendees=[]), ANNA).snapshot)
    (guest,) = kept["event"]["attendees"]
    assert guest["email"] == ANNA


def test_what_cannot_be_made_again_is_refused() -> None:
    with pytest.raises(Unexpected, match="cannot be made again"):
        held_of(event(eventType="fromGmail"), ANNA)
    with pytest.raises(Unexpected, match="too large"):
        held_of(event(description="x" * 250_000), ANNA)
