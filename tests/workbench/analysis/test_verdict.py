"""From findings to points: every point is a shown line, and doubt is never green."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.observation import Finding, Relation, Severity
from workbench.analysis.points import LOW_TOGETHER, POINTS
from workbench.analysis.verdict import UNREAD, judge
from workbench.model.verdict import Label


def examined(
    *severities: Severity, outcome: Outcome = Outcome.COMPLETE, reason: str = ""
) -> Examination:
    findings = tuple(
        Finding(f"test.rule.{number}", severity, f"Title {number}", "evidence", "place")
        for number, severity in enumerate(severities)
    )
    return Examination("test", 1, outcome, reason, findings=findings)


def analysis(*examinations: Examination) -> Analysis:
    root = Node(0, -1, "a.eml", "eml", "", Relation.EMBEDDED, 9, "0" * 64, "", "", examinations)
    return Analysis((root,), "full", ("seccomp",), (("test", 1),), "", 0.1, 0.1)


def read() -> Examination:
    return examined(Severity.INFO)


@pytest.mark.parametrize(
    ("severities", "label"),
    [
        ((), Label.CLEAN),
        ((Severity.INFO,), Label.CLEAN),
        ((Severity.LOW,) * 50, Label.NOT_ANALYSED),
        ((Severity.MEDIUM,), Label.NOT_ANALYSED),
        ((Severity.MEDIUM, Severity.MEDIUM), Label.SUSPICIOUS),
        ((Severity.HIGH,), Label.SUSPICIOUS),
        ((Severity.HIGH, Severity.HIGH), Label.MALICIOUS),
        ((Severity.CRITICAL,), Label.MALICIOUS),
    ],
)
def test_the_label_follows_from_the_points(severities: tuple[Severity, ...], label: Label) -> None:
    assert judge(analysis(read(), examined(*severities))).label is label


@given(st.lists(st.sampled_from(list(Severity)), max_size=30))
def test_the_score_is_the_sum_of_the_shown_points(severities: list[Severity]) -> None:
    verdict = judge(analysis(examined(*severities)))
    total = sum(reason.points for reason in verdict.reasons)
    assert verdict.score == max(0, min(100, total))
    assert len(verdict.reasons) == len(severities)


def test_low_findings_together_stay_a_suspicion_at_most() -> None:
    verdict = judge(analysis(examined(*[Severity.LOW] * 30)))
    assert verdict.score == LOW_TOGETHER


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.COMPLETE])
def test_what_was_not_checked_is_never_green(outcome: Outcome) -> None:
    verdict = judge(analysis(read(), examined(outcome=outcome, reason="why")))
    assert verdict.label is Label.NOT_ANALYSED
    assert "why" in verdict.not_checked[0].reason


def test_a_bad_finding_stands_whatever_else_was_not_checked() -> None:
    crashed = examined(Severity.CRITICAL, outcome=Outcome.CRASHED)
    assert judge(analysis(crashed)).label is Label.MALICIOUS


def test_a_kind_that_no_unit_knows_is_not_clean() -> None:
    assert judge(analysis(examined())).label is Label.NOT_ANALYSED


def test_an_empty_file_is_not_clean() -> None:
    full = analysis(read())
    empty = replace(full, nodes=(replace(full.root, size=0),))
    assert judge(empty).label is Label.NOT_ANALYSED


def test_a_rule_that_fires_twice_counts_once_and_says_so() -> None:
    verdict = judge(analysis(examined(Severity.HIGH), examined(Severity.MEDIUM)))
    (reason,) = verdict.reasons
    assert (reason.times, reason.points) == (2, POINTS[Severity.HIGH])


def test_the_gravest_reason_comes_first() -> None:
    verdict = judge(analysis(examined(Severity.LOW, Severity.CRITICAL, Severity.MEDIUM)))
    points = [reason.points for reason in verdict.reasons]
    assert points == sorted(points, reverse=True)
    assert verdict.headline.startswith("Title 1")


def test_what_only_follows_from_an_unread_message_is_said_once() -> None:
    reader = examined(outcome=Outcome.UNREADABLE, reason="No header was found")
    waiting = examined(outcome=Outcome.UNREADABLE, reason=f"{UNREAD}its sender is unknown")
    verdict = judge(analysis(reader, waiting, waiting))
    assert [missing.reason for missing in verdict.not_checked] == [
        "test: unreadable: No header was found"
    ]
    assert verdict.label is Label.NOT_ANALYSED
