"""An answer without a question is told from one in a conversation."""

from __future__ import annotations

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.conversation import UNIT
from tests.analyzers.signals.said import severities

RECEIVED = ("Received", "from a.test by b.test; Mon, 1 Jun 2020 10:00:00 +0200")


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("Re: Invoice", {"sender.fake-reply": Severity.LOW}),
        ("AW: Rechnung", {"sender.fake-reply": Severity.LOW}),
        ("=?utf-8?B?UmU6IEludm9pY2U=?=", {"sender.fake-reply": Severity.LOW}),
        ("回复：发票", {"sender.fake-reply": Severity.LOW}),
        ("Fwd: Invoice", {"sender.fake-forward": Severity.INFO}),
        ("Regarding: Invoice", {}),
        ("Invoice", {}),
    ],
)
def test_a_mark_without_a_message_before_it_is_told(
    subject: str, said: dict[str, Severity]
) -> None:
    assert severities(UNIT, RECEIVED, ("Subject", subject)) == said


@pytest.mark.parametrize(
    "field",
    [("In-Reply-To", "<1@x.test>"), ("References", "<1@x.test>"), ("Thread-Index", "Adabc="),
     ("List-Id", "<l.test>"), ("Precedence", "list")],
)  # fmt: skip
def test_a_conversation_or_a_list_accounts_for_it(field: tuple[str, str]) -> None:
    assert severities(UNIT, RECEIVED, ("Subject", "Re: x"), field) == {}


def test_a_draft_that_no_server_took_is_not_judged() -> None:
    assert severities(UNIT, ("Subject", "Re: x")) == {}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
