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
        ("a@x.test, b@y.test", "sender.several", Severity.MEDIUM),
        ("Ann Example", "sender.no-address", Severity.LOW),
    ],
)
def test_a_from_field_that_clients_read_differently_is_a_finding(
    sender: str, rule: str, severity: Severity
) -> None:
    assert severities(UNIT, ("From", sender)) == {rule: severity}


def test_an_ordinary_sender_is_none() -> None:
    assert severities(UNIT, ("From", "Ann Example <ann@example.com>"), ("To", "b@x.test")) == {}


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


def test_another_submitter_is_weighed_by_whether_a_list_passed_it_on() -> None:
    fields = ("From", "a@x.test"), ("Sender", "b@y.test")
    assert severities(UNIT, *fields) == {"sender.on-behalf": Severity.LOW}
    said = severities(UNIT, *fields, ("List-Id", "<l.y.test>"))
    assert said == {"sender.on-behalf": Severity.INFO}
    assert severities(UNIT, ("From", "a@x.test"), ("Sender", "b@mail.x.test")) == {}


def test_a_letter_to_oneself_is_odd_where_authentication_failed() -> None:
    fields = ("From", "a@x.test"), ("To", "A@x.test")
    assert severities(UNIT, *fields) == {}
    assert severities(UNIT, *fields, FAILED) == {"sender.self-addressed": Severity.LOW}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="unknown"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
