"""The marks of an exercise are evidence and nothing more."""

from __future__ import annotations

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.simulation import UNIT
from tests.analyzers.signals.said import findings, severities


@pytest.mark.parametrize(
    ("name", "value", "vendor"),
    [
        ("X-PHISHTEST", "This is a phishing test", "KnowBe4"),
        ("X-PhishMeTracking", "abc", "Cofense PhishMe"),
        ("X-ThreatSim-ID", "1", "Proofpoint"),
        ("X-Gophish-Contact", "it@x.test", "GoPhish"),
        ("X-Mailer", "gophish", "GoPhish"),
        ("DKIM-Signature", "v=1; d=t.hoxhuntsigning.com; s=a", "Hoxhunt"),
    ],
)
def test_a_mark_is_named_with_its_vendor(name: str, value: str, vendor: str) -> None:
    finding = findings(UNIT, (name, value))["message.simulation"]
    assert vendor in finding.title
    assert "anybody can write" in finding.title
    assert finding.severity is Severity.INFO


def test_other_mailers_bear_none() -> None:
    assert severities(UNIT, ("X-Mailer", "Microsoft Outlook 16.0"), ("From", "a@x.test")) == {}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
