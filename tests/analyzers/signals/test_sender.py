"""A sender that shows somebody else's face is told from one that merely looks unusual."""

from __future__ import annotations

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.sender import UNIT
from tests.analyzers.signals.said import severities

FAILED = ("Authentication-Results", "mx; spf=fail smtp.mailfrom=x.test; dmarc=fail")
SIGNED = (
    "Authentication-Results",
    "mx; spf=fail smtp.mailfrom=x.test; dkim=pass header.d=example.com",
)


@pytest.mark.parametrize(
    ("sender", "rule", "severity"),
    [
        ('"ceo@corp.test" <x@evil.test>', "sender.display-address", Severity.MEDIUM),
        ('"ceo@example.com" <x@evil.test>', "sender.display-address", Severity.HIGH),
        ("a@x.test, b@y.test", "sender.several", Severity.MEDIUM),
        ("Ann Example", "sender.no-address", Severity.LOW),
        ("a@examp1e.com", "sender.lookalike", Severity.HIGH),
        ("a@example-pay.test", "sender.lookalike", Severity.MEDIUM),
        ("a@pаypal.test", "sender.mixed-scripts", Severity.HIGH),
        ("An\u200bn <a@x.test>", "sender.invisible", Severity.MEDIUM),
        ("\u202enimda <a@x.test>", "sender.invisible", Severity.MEDIUM),
    ],
)
def test_a_deceiving_sender_is_a_finding(sender: str, rule: str, severity: Severity) -> None:
    assert severities(UNIT, ("From", sender))[rule] is severity


@pytest.mark.parametrize(
    "sender",
    [
        "Ann Example <ann@example.com>",
        '"ann@mail.corp.test" <ann@corp.test>',
        "Bücher <info@bücher.test>",
        "a@mail.example.com",
        "‘Ann’ 👩‍💻 <a@x.test>",
    ],
)
def test_an_honest_sender_is_none(sender: str) -> None:
    assert severities(UNIT, ("From", sender)) == {}


def test_another_envelope_sender_is_a_remark() -> None:
    said = severities(UNIT, ("Return-Path", "<b@mailer.test>"), ("From", "a@x.test"))
    assert said == {"sender.return-path": Severity.INFO}


def test_our_own_domain_without_authentication_is_grave() -> None:
    assert severities(UNIT, ("From", "a@example.com"), FAILED) == {
        "sender.own-domain-failed": Severity.HIGH
    }


def test_our_own_signature_vouches_where_a_forwarder_broke_spf() -> None:
    assert severities(UNIT, ("From", "a@example.com"), SIGNED) == {}


def test_a_foreign_domain_without_authentication_is_not_ours_to_judge_here() -> None:
    assert severities(UNIT, ("From", "a@x.test"), FAILED) == {}


def test_two_from_headers_are_several_senders() -> None:
    said = severities(UNIT, ("From", "a@x.test"), ("From", "a@x.test"))
    assert said["sender.several"] is Severity.MEDIUM


def test_a_subject_that_hides_characters_is_a_finding() -> None:
    said = severities(UNIT, ("From", "a@x.test"), ("Subject", "pass\u200bword"))
    assert said == {"sender.invisible": Severity.MEDIUM}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="unknown"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
