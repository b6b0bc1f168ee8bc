"""Green is earned: only where every check ran to its end and found nothing."""

from __future__ import annotations

import pytest

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.observation import Finding, Need, Relation, Severity
from ui.models.standing import OUTCOMES, SEVERITIES, own_standing, standings, summary
from ui.tokens import Tone


def run(
    unit: str = "pdf", outcome: Outcome = Outcome.COMPLETE, *weights: Severity, reason: str = ""
) -> Examination:
    found = tuple(Finding(f"r.{weight}", weight, f"Title {weight.name}") for weight in weights)
    general = unit in {"file", "yara", "box"}
    return Examination(unit, 1, outcome, reason, findings=found, general=general)


def node(id: int, parent: int, *runs: Examination, duplicate_of: int = -1) -> Node:
    relation = Relation.ATTACHMENT
    return Node(
        id, parent, f"n{id}", "pdf", "", relation, 1, "", "", "", runs, duplicate_of=duplicate_of
    )


def tree(*nodes: Node) -> Analysis:
    return Analysis(nodes, "full", (), (), "", 0.0, 0.0)


def word(*runs: Examination) -> tuple[str, Tone]:
    analysis = tree(node(0, -1, *runs))
    standing = own_standing(analysis, analysis.root)
    return standing.word, standing.tone


def test_clean_needs_every_check_and_no_finding() -> None:
    assert word(run("pdf"), run("yara")) == ("Clean", Tone.CLEAN)
    assert word(run("pdf"), run("yara", Outcome.COMPLETE, Severity.GOOD)) == ("Clean", Tone.CLEAN)


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.COMPLETE])
def test_one_check_that_did_not_end_takes_the_green_away(outcome: Outcome) -> None:
    assert word(run("pdf"), run("yara", outcome)) == ("Nothing found", Tone.UNKNOWN)
    assert word(run("pdf", outcome)) == ("Not analysed", Tone.UNKNOWN)
    assert OUTCOMES[outcome] != OUTCOMES[Outcome.COMPLETE]


def test_checks_for_every_kind_alone_prove_nothing() -> None:
    assert word(run("file"), run("yara")) == ("Nothing found", Tone.UNKNOWN)
    assert word() == ("Not analysed", Tone.UNKNOWN)


@pytest.mark.parametrize(
    ("weights", "shown"),
    [
        ((Severity.INFO,), ("Noted", Tone.INFO)),
        ((Severity.LOW, Severity.MEDIUM), ("Unusual", Tone.SUSPICIOUS)),
        ((Severity.HIGH, Severity.GOOD), ("Suspicious", Tone.SUSPICIOUS)),
        ((Severity.CRITICAL, Severity.LOW), ("Malicious", Tone.MALICIOUS)),
    ],
)
def test_the_worst_finding_decides(weights: tuple[Severity, ...], shown: tuple[str, Tone]) -> None:
    assert word(run("pdf", Outcome.COMPLETE, *weights)) == shown
    assert set(SEVERITIES) == set(Severity)


def test_what_lies_inside_counts_for_the_shell() -> None:
    bad = run("pe", Outcome.COMPLETE, Severity.CRITICAL)
    shown = standings(
        tree(node(0, -1, run()), node(1, 0, run()), node(2, 1, bad), node(3, 0, run()))
    )
    words = [standing.word for standing in shown]
    assert words == ["Malicious inside", "Malicious inside", "Malicious", "Clean"]


def test_a_shell_is_not_clean_around_what_was_not_analysed() -> None:
    shown = standings(tree(node(0, -1, run()), node(1, 0)))
    assert [standing.word for standing in shown] == ["Nothing found", "Not analysed"]


def test_the_same_bytes_stand_as_they_do_where_they_were_examined() -> None:
    bad = run("pe", Outcome.COMPLETE, Severity.CRITICAL)
    analysis = tree(node(0, -1, run()), node(1, 0, bad), node(2, 0, duplicate_of=1))
    assert standings(analysis)[2].word == "Malicious"
    assert summary(analysis, analysis.nodes[2]) == "same bytes as n1, examined there"


def test_a_line_says_what_was_found_and_what_was_not_looked_at() -> None:
    cut = run("zip", Outcome.LIMITED, Severity.HIGH, reason="too deep")
    asked = Examination(
        "pdf", 1, Outcome.UNANSWERED, needs=(Need("password", "k", "it is locked"),)
    )
    analysis = tree(node(0, -1, cut, asked))
    assert summary(analysis, analysis.root) == (
        "Title HIGH · zip: stopped at a limit (too deep); pdf: could not check (it is locked)"
    )
    quiet = tree(node(0, -1, run(), run("yara")))
    assert summary(quiet, quiet.root) == "nothing found by 2 checks"
