"""A name that shows somebody else is told from one that is only unusual."""

from __future__ import annotations

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.displayname import UNIT
from tests.analyzers.signals.said import severities


@pytest.mark.parametrize(
    ("sender", "rule", "severity"),
    [
        ('"ceo@corp.test" <x@evil.test>', "sender.display-address", Severity.MEDIUM),
        ('"ceo@example.com" <x@evil.test>', "sender.display-address", Severity.HIGH),
        ('"Example.com Helpdesk" <x@evil.test>', "sender.display-domain", Severity.MEDIUM),
        ('"News.org Daily" <x@letters.test>', "sender.display-domain", Severity.INFO),
        ("PayPal <x@random.test>", "sender.brand", Severity.MEDIUM),
        ("PayPal Customer Service <x@random.test>", "sender.brand", Severity.MEDIUM),
        ("PayPal <x@gmail.com>", "sender.brand", Severity.HIGH),
        ("РayРal <x@random.test>", "sender.brand", Severity.HIGH),  # Cyrillic letters
        ("Pay\u200bPal <x@random.test>", "sender.brand", Severity.HIGH),
        ('"Ann Smith (PayPal)" <ann@random.test>', "sender.brand", Severity.LOW),
        ("Chase <x@random.test>", "sender.brand", Severity.LOW),
        ("Apple Support <x@random.test>", "sender.brand", Severity.MEDIUM),
        ("CEO <x@gmail.com>", "sender.office", Severity.MEDIUM),
        ("IT Help Desk <x@outlook.com>", "sender.office", Severity.MEDIUM),
    ],
)
def test_a_name_that_is_anothers_is_a_finding(sender: str, rule: str, severity: Severity) -> None:
    assert severities(UNIT, ("From", sender)) == {rule: severity}


@pytest.mark.parametrize(
    "sender",
    [
        "Ann Example <ann@example.com>",
        '"ann@mail.corp.test" <ann@corp.test>',
        "PayPal <service@paypal.com>",
        "PayPal <service@intl.paypal.com>",
        "Amazon <x@amazon.se>",  # their name under another country's ending
        "PayPal Desk <x@example.com>",  # one of ours
        "Robin Chase <robin@random.test>",
        "J.Smith <j@random.test>",
        "Mail Administrator <postmaster@aol.com>",
        "Uber Otto <o@random.test>",
        "",
    ],
)
def test_an_honest_name_is_none(sender: str) -> None:
    assert severities(UNIT, ("From", sender)) == {}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
