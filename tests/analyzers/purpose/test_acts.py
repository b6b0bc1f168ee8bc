"""Every rule tells of an act, and a new family cannot be forgotten."""

from __future__ import annotations

from pathlib import Path

from analyzers.model.observation import Finding, Severity
from analyzers.model.purpose import Danger
from analyzers.purpose.acts import ACTS, begins, classified, danger_of

PAGES = Path(__file__).resolve().parents[3] / "resources/help/rules"


def test_every_documented_rule_is_classified() -> None:
    """Add the family of a new rule to ``ACTS`` (analyzers/purpose/acts.py)."""
    rules = [page.stem for page in PAGES.glob("*.md")]
    assert len(rules) > 200
    assert [rule for rule in rules if classified(rule) is None] == []


def test_no_row_stands_for_nothing() -> None:
    """YARA's ids are those of the rules in the pack, which have no pages."""
    rules = [page.stem for page in PAGES.glob("*.md")]
    rows = [row for row in ACTS if not row.startswith("yara")]
    assert [row for row in rows if not any(begins(row, rule) for rule in rules)] == []


def test_the_longest_row_counts() -> None:
    assert classified("office.macro.present") is Danger.CARRIES
    assert classified("office.macro.autoexec") is Danger.RUNS
    assert classified("yara.html.html_kit_messenger_bot") is Danger.STEALS
    assert classified("nobody.knows.this") is None
    assert not begins("pe", "peculiar.thing")


def test_an_unknown_rule_is_told_by_its_weight() -> None:
    assert danger_of(Finding("new.thing", Severity.HIGH, "t")) is Danger.CARRIES
    assert danger_of(Finding("new.thing", Severity.LOW, "t")) is Danger.NOTED


def test_what_is_often_honest_passes_for_nothing() -> None:
    assert danger_of(Finding("link.scheme", Severity.LOW, "t")) is Danger.NOTED
    assert danger_of(Finding("link.scheme", Severity.HIGH, "t")) is Danger.LEADS
    assert danger_of(Finding("pe.attached", Severity.INFO, "t")) is Danger.LEADS
    assert danger_of(Finding("dkim.verified", Severity.GOOD, "t")) is Danger.NOTHING
