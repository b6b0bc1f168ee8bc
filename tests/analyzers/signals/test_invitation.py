"""An invitation is held against the message that brings it."""

from __future__ import annotations

import base64

import pytest

from analyzers.mail import eml
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Finding, Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals import invitation
from analyzers.signals.invitation import UNIT
from tests.samples import calendars
from tests.samples.messages import multipart, part, whole


def severities(calendar: bytes, method: str = "REQUEST", *fields: tuple[str, str]) -> dict[str, Severity]:  # fmt: skip # noqa: E501
    """From is ann@example.com; example.net is ours."""
    text = base64.encodebytes(calendar)
    held = part(
        f'text/calendar; charset=utf-8; method="{method}"',
        text,
        ("Content-Transfer-Encoding", "base64"),
    )
    return judged(whole(multipart(part("text/plain", b"Hi"), held), *fields))


def judged(data: bytes) -> dict[str, Severity]:
    artifact = Artifact.of(data, "x.eml", "eml")
    said = eml.UNIT.examine(artifact, Context())
    message = next(each for each in said if isinstance(each, Message))
    context = Context(message=message, own_domains=frozenset({"contoso.test"}))
    found = UNIT.examine(artifact, context)
    return {each.rule: each.severity for each in found if isinstance(each, Finding)}


def organized(by: str, method: str = "REQUEST") -> bytes:
    return calendars.event(f"ORGANIZER:mailto:{by}", method=method)


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("ann@example.com", {}),
        ("bob@mail.example.com", {}),
        ("bob@elsewhere.test", {"calendar.organizer.differs": Severity.LOW}),
        ("bob@contoso.test", {"calendar.organizer.differs": Severity.LOW}),
        ("ann@examp1e.com", {"calendar.organizer.resembles": Severity.HIGH}),
        ("bob@c0ntoso.test", {"calendar.organizer.resembles": Severity.HIGH}),
    ],
)
def test_the_organiser_is_held_against_from(by: str, said: dict[str, Severity]) -> None:
    assert severities(organized(by)) == said


def test_who_sends_for_another_may_be_the_organiser() -> None:
    sender = ("Sender", "bob@elsewhere.test")
    assert severities(organized("bob@elsewhere.test"), "REQUEST", sender) == {}


def test_in_an_answer_the_organiser_is_who_gets_it() -> None:
    assert severities(organized("bob@elsewhere.test", "REPLY"), "REPLY") == {}


def test_two_methods_are_a_finding() -> None:
    said = severities(organized("ann@example.com", "CANCEL"), "REQUEST")
    assert said == {"calendar.method": Severity.LOW}


def test_a_message_that_is_a_calendar_is_compared_too() -> None:
    data = part("text/calendar; method=PUBLISH", organized("ann@example.com"))
    assert judged(whole(data)) == {"calendar.method": Severity.LOW}


def test_a_calendar_too_large_to_compare_says_so() -> None:
    large = organized("ann@example.com") + b"X" * invitation.BYTES
    assert severities(large) == {"limit.calendar.compared": Severity.MEDIUM}


def test_more_calendars_than_are_compared_are_said() -> None:
    many = [part("text/calendar", organized("ann@example.com")) for _ in range(6)]
    assert judged(whole(multipart(*many))) == {"limit.calendar.compared": Severity.MEDIUM}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
