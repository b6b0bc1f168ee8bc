"""What wrote the message is told by its own word, and weighed lightly."""

from __future__ import annotations

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.mailer import UNIT
from tests.analyzers.signals.said import severities

DATE = ("Date", "Mon, 1 Jun 2020 10:00:00 +0200")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("X-Mailer", "PHPMailer 6.8.0", {"mailer.script": Severity.INFO}),
        ("X-Mailer", "Microsoft Outlook Express 6.00", {"mailer.old": Severity.LOW}),
        ("X-Mailer", "Microsoft Outlook 16.0", {}),
        ("User-Agent", "Mozilla Thunderbird", {}),
        ("X-PHP-Script", "shop.test/x.php for 192.0.2.1", {"mailer.web-script": Severity.INFO}),
        ("X-Priority", "1 (Highest)", {"header.urgent": Severity.LOW}),
        ("Importance", "High", {"header.urgent": Severity.LOW}),
        ("X-Priority", "3", {}),
    ],
)
def test_programs_and_priorities_are_told(name: str, value: str, said: dict[str, Severity]) -> None:
    assert severities(UNIT, DATE, (name, value)) == said


def test_an_old_program_was_new_once() -> None:
    date = ("Date", "Mon, 1 Jun 2009 10:00:00 +0200")
    assert severities(UNIT, date, ("X-Mailer", "Microsoft Outlook Express 6.00")) == {}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
