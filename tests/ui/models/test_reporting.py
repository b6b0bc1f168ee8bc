"""The words about reports."""

from __future__ import annotations

from datetime import UTC, datetime

from ui.models.reporting import losses, told
from workbench.model.mail import Told, UserReport

WHEN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def report(number: int = 0, **changes: object) -> UserReport:
    named = {"told": Told.MAILBOX, "words": "", "note": "", **changes}
    who = f"user{number}@contoso.example"
    return UserReport(str(number), "t", "<1@x>", who, who, "phishing", WHEN, **named)  # type: ignore[arg-type]


def test_each_report_says_who_and_by_which_way() -> None:
    assert told([report(words="Is this real?")]) == (
        "user0@contoso.example, 2026-03-02 12:00 UTC, to the report mailbox as phishing\n"
        "    “Is this real?”"
    )


def test_many_reports_are_cut() -> None:
    lines = told([report(number) for number in range(20)]).splitlines()
    assert lines[-1] == "and 8 more"


def test_each_loss_is_told_once() -> None:
    lost = report(note="Headers are lost")
    assert losses([lost, lost, report(1)]) == ["Headers are lost"]
