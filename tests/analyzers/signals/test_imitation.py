"""A sender's domain that poses as another is told by how it does."""

from __future__ import annotations

import pytest

from analyzers.lib.domains import host_ascii
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.imitation import UNIT
from tests.analyzers.signals.said import severities


@pytest.mark.parametrize(
    ("domain", "rule", "severity"),
    [
        ("examp1e.com", "sender.lookalike", Severity.HIGH),
        ("example-pay.test", "sender.lookalike", Severity.MEDIUM),
        ("example.com.evil.test", "sender.lookalike", Severity.HIGH),
        ("paypa1.com", "sender.lookalike.brand", Severity.HIGH),
        ("paypal.com.evil.test", "sender.lookalike.brand", Severity.HIGH),
        ("paypla.com", "sender.lookalike.brand", Severity.MEDIUM),
        ("paypal-login.test", "sender.lookalike.brand", Severity.MEDIUM),
        ("securepaypal.test", "sender.lookalike.brand", Severity.MEDIUM),
        ("paypal.test", "sender.lookalike.brand", Severity.LOW),
    ],
)
def test_an_imitation_is_a_finding(domain: str, rule: str, severity: Severity) -> None:
    assert severities(UNIT, ("From", f"a@{domain}")) == {rule: severity}


@pytest.mark.parametrize(
    "domain",
    ["mail.example.com", "paypal.com", "e.paypal.com", "paypal.se", "bücher.test", "пример.test"],
)
def test_an_own_or_a_strangers_domain_is_none(domain: str) -> None:
    assert severities(UNIT, ("From", f"a@{domain}")) == {}


def test_foreign_letters_are_told_in_either_spelling() -> None:
    mixed = severities(UNIT, ("From", f"a@{host_ascii('pаypal.test')}"))
    assert mixed["sender.mixed-scripts"] is Severity.HIGH
    whole = severities(UNIT, ("From", "a@хохо.test"))
    assert whole == {"sender.homograph": Severity.MEDIUM}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
