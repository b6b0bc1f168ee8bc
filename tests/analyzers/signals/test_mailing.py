"""Who is addressed, and how to get off the list, is told."""

from __future__ import annotations

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.mailing import UNIT
from tests.analyzers.signals.said import artifact, context, severities

RECEIVED = ("Received", "from a.test by b.test; Mon, 1 Jun 2020 10:00:00 +0200")
FROM, TO = ("From", "a@x.test"), ("To", "b@y.test")


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("undisclosed-recipients:;", {"recipient.undisclosed": Severity.LOW}),
        ("", {"recipient.none": Severity.INFO}),
        ("b@y.test", {}),
    ],
)
def test_hidden_recipients_are_told(to: str, said: dict[str, Severity]) -> None:
    assert severities(UNIT, RECEIVED, FROM, ("To", to)) == said


def test_unsubscribing_elsewhere_is_a_remark() -> None:
    elsewhere = ("List-Unsubscribe", "<https://mailer.test/u>, <mailto:u@mailer.test>")
    assert severities(UNIT, FROM, TO, elsewhere) == {"list.unsubscribe": Severity.INFO}
    assert severities(UNIT, FROM, TO, elsewhere, ("List-Id", "<l.mailer.test>")) == {}
    assert severities(UNIT, FROM, TO, ("List-Unsubscribe", "<https://m.x.test/u>")) == {}


def test_one_click_is_told() -> None:
    fields = (
        FROM,
        TO,
        ("List-Unsubscribe", "<https://x.test/u>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )
    facts = [s for s in UNIT.examine(artifact(*fields), context(*fields)) if isinstance(s, Fact)]
    assert [fact.value for fact in facts] == ["offered in one click (RFC 8058)"]


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
