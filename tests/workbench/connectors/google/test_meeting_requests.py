"""Requests are told from other calendar parts, and what cannot be read is said to be so."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from email import message_from_bytes
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP

import pytest

from tests.workbench.simulation.server.tiny import DOMAIN
from workbench.connectors.calendars import Asked, Invitation
from workbench.connectors.google import meeting_requests
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.google.labels import place_key
from workbench.connectors.google.meeting_requests import Request, request_in
from workbench.errors import Unexpected
from workbench.model.mail import MessageRef

ANNA = f"anna@{DOMAIN}"
Make = Callable[..., GoogleConnector]


def written(*lines: str, method: str = "REQUEST") -> bytes:
    whole = ("BEGIN:VCALENDAR", f"METHOD:{method}", *lines, "END:VCALENDAR", "")
    return "\r\n".join(whole).encode()


def event(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:VEVENT", *lines, "END:VEVENT")


ASKED = event("ORGANIZER;CN=Eve:MAILTO:Eve@Outside.example", "UID:very-", " long")


def test_uid_and_organizer_are_read_over_folded_lines() -> None:
    assert request_in(written(*ASKED)) == Request("very-long", "eve@outside.example")


def test_who_organises_it_may_be_left_out() -> None:
    assert request_in(written(*event("UID:1"))) == Request("1", "")


@pytest.mark.parametrize("method", ["CANCEL", "REPLY", "PUBLISH", ""])
def test_other_methods_are_no_request(method: str) -> None:
    assert request_in(written(*ASKED, method=method)) is None


def test_a_task_is_no_meeting() -> None:
    assert request_in(written("BEGIN:VTODO", "UID:1", "END:VTODO")) is None


def test_the_series_is_meant_before_its_exceptions() -> None:
    other = event("UID:1", "RECURRENCE-ID:20261127T090000Z")
    assert request_in(written(*other, *event("UID:1", "RRULE:FREQ=DAILY"))) == Request("1", "")
    with pytest.raises(Unexpected, match="single dates"):
        request_in(written(*other))


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", written(*event("SUMMARY:x")), written(*event("UID:" + "x" * 1_001)),
     written(*event("UID:a")).replace(b"UID:a", b"UID:\xff")],
)  # fmt: skip
def test_what_names_no_event_is_said_to(data: bytes) -> None:
    with pytest.raises(Unexpected, match="calendar part"):
        request_in(data)


def letter(*parts: MIMEBase) -> bytes:
    whole = MIMEMultipart("mixed")
    whole["From"], whole["Subject"], whole["Message-ID"] = "eve@outside.example", "x", "<m@x>"
    whole["Date"] = "Fri, 27 Nov 2026 09:00:00 +0000"
    for one in (MIMEText("See you"), *parts):
        whole.attach(one)
    return whole.as_bytes(policy=SMTP)


def calendar(data: bytes, name: str = "") -> MIMEBase:
    part = MIMEBase("text", "calendar")
    part.set_payload(base64.b64encode(data).decode())
    part["Content-Transfer-Encoding"] = "base64"
    if name:
        part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def asked(make: Make, raw: bytes) -> Invitation | None:
    """What the connector says of a message that lies in the mailbox."""

    async def session() -> Invitation | None:
        connector = make()
        try:
            await connector.connect()
            key = await connector.keeping.put_in(ANNA, raw, place_key(frozenset({"INBOX"})), ())
            ref = MessageRef(DOMAIN, ANNA, key)
            assert connector.calendars is not None
            (found,) = await connector.calendars.invitations([Asked(ref, "<m@x>")])
            return found
        finally:
            await connector.close()

    return asyncio.run(session())


@pytest.mark.parametrize("name", ["", "invite.ics"])
def test_a_calendar_part_is_found_within_the_message_and_as_a_file(
    connect_google: Make, name: str
) -> None:
    assert asked(connect_google, letter(calendar(written(*ASKED), name))) == Invitation(None)


def test_a_message_may_be_nothing_but_its_calendar(connect_google: Make) -> None:
    head = b"Message-ID: <m@x>\r\nDate: Fri, 27 Nov 2026 09:00:00 +0000\r\n"
    whole = head + b"Content-Type: text/calendar; charset=utf-8\r\n\r\n" + written(*ASKED)
    assert asked(connect_google, whole) == Invitation(None)


def test_a_message_without_one_is_no_request(connect_google: Make) -> None:
    assert asked(connect_google, letter()) is None
    assert asked(connect_google, letter(MIMEMessage(message_from_bytes(letter())))) is None


def test_an_invitation_inside_an_attached_message_is_not_this_ones(connect_google: Make) -> None:
    inner = message_from_bytes(letter(calendar(written(*ASKED))))
    assert asked(connect_google, letter(MIMEMessage(inner))) is None


@pytest.mark.parametrize("name", ["", "invite.ics"])
def test_what_is_too_large_is_said_to_be(
    connect_google: Make, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meeting_requests, "BYTES", 1_000)
    large = written(*event("UID:1", f"DESCRIPTION:{'x' * 1_000}"))
    found = asked(connect_google, letter(calendar(large, name)))
    assert found == Invitation(None, "its calendar part is too large to be read")
