"""An answer that goes elsewhere is told by where it goes."""

from __future__ import annotations

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.replyto import UNIT
from tests.analyzers.signals.said import severities

FROM = ("From", "a@contoso.test")


@pytest.mark.parametrize(
    ("reply", "rule", "severity"),
    [
        ("b@elsewhere.test", "replyto.differs", Severity.LOW),
        ("b@gmail.com", "replyto.free-mail", Severity.MEDIUM),
        ("b@c0ntoso.test", "replyto.lookalike", Severity.HIGH),
    ],
)
def test_a_reply_address_elsewhere_is_a_finding(reply: str, rule: str, severity: Severity) -> None:
    assert severities(UNIT, FROM, ("Reply-To", reply)) == {rule: severity}


@pytest.mark.parametrize("reply", ["b@contoso.test", "b@mail.contoso.test", "nobody", ""])
def test_a_reply_address_at_home_is_none(reply: str) -> None:
    assert severities(UNIT, FROM, ("Reply-To", reply)) == {}


def test_a_reply_domain_that_poses_as_a_third_is_a_finding_of_its_own() -> None:
    ours = severities(UNIT, FROM, ("Reply-To", "b@examp1e.com"))
    assert ours["replyto.imitation"] is Severity.HIGH
    brand = severities(UNIT, FROM, ("Reply-To", "b@paypal-login.test"))
    assert brand["replyto.imitation"] is Severity.MEDIUM


def test_a_reply_address_that_shows_the_sender_as_its_name_is_told() -> None:
    said = severities(UNIT, FROM, ("Reply-To", '"a@contoso.test" <b@elsewhere.test>'))
    assert said["replyto.display-address"] is Severity.MEDIUM


def test_a_free_mailbox_may_name_another_free_mailbox() -> None:
    said = severities(UNIT, ("From", "a@gmail.com"), ("Reply-To", "b@outlook.com"))
    assert said == {"replyto.differs": Severity.LOW}


def test_mailing_lists_do_it_by_design() -> None:
    said = severities(UNIT, FROM, ("List-Id", "<l.test>"), ("Reply-To", "l@lists.test"))
    assert said == {"replyto.differs": Severity.INFO}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="unknown"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
