"""A row says in words what it shows in colour, and never more than is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ui.models.cards import card, shown_time
from ui.tokens import Tone
from workbench.model.rows import AnalysisState, MessageRow, Source
from workbench.model.verdict import Disposition, Label

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def row(**changed: object) -> MessageRow:
    values: dict[str, object] = {
        "id": 7,
        "label": Label.MALICIOUS,
        "score": 96,
        "headline": "Macro dropper",
        "sender_name": "Northwind Billing",
        "sender_address": "billing@northw1nd.example",
        "subject": "Invoice overdue",
        "received": NOW - timedelta(minutes=19),
        "mailboxes": 27,
        "reports": 3,
        "has_attachments": True,
        "is_unread": True,
        "source": Source.TENANT,
        "disposition": None,
        "analysis": AnalysisState.DONE,
    }
    return MessageRow(**(values | changed))  # type: ignore[arg-type]  # names checked when called


def test_the_verdict_is_icon_and_word_and_score() -> None:
    shown = card(row(), NOW)
    assert (shown.look.icon, shown.chip, shown.score) == (
        "malicious",
        "Malicious · Macro dropper",
        "96",
    )


def test_a_sentence_holds_all_of_it() -> None:
    assert card(row(), NOW).spoken == (
        "Malicious · Macro dropper, score 96, from Northwind Billing, Invoice overdue, 11:41, "
        "27 mailboxes, reported 3 times, attachments, unread"
    )


@pytest.mark.parametrize(
    "state", [AnalysisState.NOT_ANALYSED, AnalysisState.FAILED, AnalysisState.OUTDATED]
)
def test_without_a_current_analysis_nothing_is_green_or_scored(state: AnalysisState) -> None:
    shown = card(row(label=Label.CLEAN, score=0, analysis=state), NOW)
    assert shown.look.tone is Tone.UNKNOWN
    assert shown.chip_tone is Tone.UNKNOWN
    assert shown.score == ""


def test_the_analysts_decision_stands_above_the_verdict() -> None:
    shown = card(row(disposition=Disposition.CLEAN), NOW)
    assert shown.chip == "Decided: Clean"
    assert shown.look.word == "Malicious"


def test_hostile_text_is_shown_as_text() -> None:
    shown = card(row(sender_name="a\u202eb", subject="<img src=x>"), NOW)
    assert (shown.sender, shown.subject) == ("a[RLO]b", "<img src=x>")


def test_a_message_without_sender_and_subject_says_so() -> None:
    shown = card(row(sender_name="", sender_address="", subject=""), NOW)
    assert (shown.sender, shown.subject) == ("(no sender)", "(no subject)")


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(minutes=1), "11:59"),
        (timedelta(days=1), "1 Mar"),
        (timedelta(days=400), "2025-01-26"),
    ],
)
def test_times_are_as_long_as_needed(ago: timedelta, text: str) -> None:
    assert shown_time(NOW - ago, NOW) == text


def test_the_providers_incident_is_on_the_row_and_spoken() -> None:
    shown = card(row(incident="40213"), NOW)
    assert ("flag", "40213") in shown.marks
    assert "incident 40213" in shown.spoken
