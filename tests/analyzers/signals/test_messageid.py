"""Ids that no program makes, or that name another place than From, are told."""

from __future__ import annotations

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.messageid import UNIT
from tests.analyzers.signals.said import severities

FROM = ("From", "a@gmail.com")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("<1@mail.gmail.com>", {}),
        ("<1@desk.local>", {}),
        ("<1@laptop>", {}),
        ("<1@mailer.test>", {"messageid.provider": Severity.LOW}),
        ("no id", {"messageid.malformed": Severity.LOW}),
        ("<a@b@c.test>", {"messageid.malformed": Severity.LOW}),
        ("<1@[192.0.2.1]>", {}),
    ],
)
def test_an_id_is_judged_by_its_form_and_place(given: str, said: dict[str, Severity]) -> None:
    assert severities(UNIT, FROM, ("Message-ID", given)) == said


def test_a_company_may_have_its_ids_made_anywhere() -> None:
    assert severities(UNIT, ("From", "a@x.test"), ("Message-ID", "<1@mailer.test>")) == {}


def test_a_missing_id_is_told_where_a_server_took_the_message() -> None:
    received = ("Received", "from a.test by b.test; Mon, 1 Jun 2020 10:00:00 +0200")
    assert severities(UNIT, FROM, received) == {"messageid.missing": Severity.INFO}
    assert severities(UNIT, FROM) == {}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
