"""A date that cannot be true is told from one that is only late."""

from __future__ import annotations

import pytest

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.chronology import UNIT
from tests.analyzers.signals.said import severities

ARRIVED = ("Received", "from a.test by b.test; Tue, 2 Jun 2020 10:00:00 +0200")


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("Tue, 2 Jun 2020 09:59:00 +0200", {}),
        ("Tue, 2 Jun 2020 09:59:00 +1400", {}),
        ("Tue, 2 Jun 2020 09:59:00 +0545", {}),
        ("Tue, 2 Jun 2020 09:59:00 +1500", {"date.zone": Severity.LOW}),
        ("Tue, 2 Jun 2020 09:59:00 -1900", {"date.zone": Severity.LOW}),
        ("Tue, 2 Jun 2020 09:59:00 +0207", {"date.zone": Severity.LOW}),
        ("Fri, 2 Jun 2020 09:59:00 +0200", {"date.weekday": Severity.INFO}),
        ("Thu, 4 Jun 2020 09:59:00 +0200", {"date.future": Severity.LOW}),
        ("Fri, 1 May 2020 09:59:00 +0200", {"date.past": Severity.INFO}),
        ("yesterday", {}),
    ],
)
def test_a_date_is_held_against_itself_and_the_server(date: str, said: dict[str, Severity]) -> None:
    assert severities(UNIT, ARRIVED, ("Date", date)) == said


def test_without_a_server_only_the_date_itself_is_judged() -> None:
    assert severities(UNIT, ("Date", "Thu, 4 Jun 2099 09:59:00 +0200")) == {}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
