"""Budgets of a tree: each one met is a finding, and what was not examined says so."""

from __future__ import annotations

import pytest

from analyzers.model.analysis import Analysis, Node, Outcome
from tests.workbench.isolation.conftest import Start, findings
from workbench.isolation.settings import BoxLimits, TreeBudget


def not_run(analysis: Analysis) -> list[Node]:
    return [n for n in analysis.nodes if any(e.outcome is Outcome.NOT_RUN and e.unit == "box"
            for e in n.examinations)]  # fmt: skip


def test_artifacts_beyond_the_number_are_counted_at_their_parent(start: Start) -> None:
    bench = start(tree=TreeBudget(artifacts=5))
    analysis = bench.analyse(b"spawn:10")
    assert len(analysis.nodes) == 5
    assert not_run(analysis) == [analysis.root]
    assert findings(analysis.root) == {"limit.artifacts"}
    told = next(e for e in analysis.root.examinations if e.unit == "box")
    assert told.reason.startswith("6 objects")


def test_artifacts_nested_too_deep_are_named_but_not_examined(start: Start) -> None:
    bench = start(tree=TreeBudget(depth=2))
    analysis = bench.analyse(b"nest:0")
    assert len(analysis.nodes) == 4
    assert not_run(analysis) == [analysis.nodes[3]]
    assert findings(analysis.nodes[3]) == {"limit.depth"}
    assert analysis.nodes[3].kind == "unknown"


def test_bytes_beyond_the_budget_are_not_examined(start: Start) -> None:
    bench = start(tree=TreeBudget(unpacked_bytes=2_500_000))
    analysis = bench.analyse(b"spawn:4x1000000")
    assert [n.name for n in not_run(analysis)] == ["2.bin", "3.bin"]
    assert findings(analysis.nodes[4]) == {"limit.bytes"}


def test_processor_time_is_a_budget_of_the_whole_tree(start: Start) -> None:
    bench = start(tree=TreeBudget(cpu_seconds=1.2), box=BoxLimits(cpu_seconds=1))
    analysis = bench.analyse(b"pack:hang:1\nhang:2\nleaf:1", background=True)
    assert {"limit.cpu"} in [findings(node) for node in not_run(analysis)]
    assert analysis.cpu_seconds < 6


def test_results_are_a_budget_of_the_whole_tree(start: Start) -> None:
    bench = start(tree=TreeBudget(output_bytes=1_000_000), width=1)
    analysis = bench.analyse(b"pack:bloat:1\nbloat:2\nbloat:3\nbloat:4\nleaf:1")
    assert {"limit.output"} in [findings(node) for node in not_run(analysis)]


@pytest.mark.parametrize("times", range(2))
def test_nodes_come_in_reading_order_whichever_box_was_faster(start: Start, times: int) -> None:
    bench = start(width=3)
    analysis = bench.analyse(b"pack:sleep:0.2\nspawn:2\nleaf:3")
    assert [(n.kind, n.parent) for n in analysis.nodes] == [
        ("pack", -1), ("sleep", 0), ("spawn", 0), ("leaf", 2), ("leaf", 2), ("leaf", 0),
    ]  # fmt: skip


def test_a_memory_bomb_costs_its_own_unit(start: Start) -> None:
    bench = start(box=BoxLimits(cpu_seconds=10, memory_bytes=192 << 20))
    told = bench.said(b"hoard:")
    assert told["hoard"].outcome is Outcome.LIMITED
    assert "more memory" in told["hoard"].reason
    assert told["hoard"].facts
    assert told["rules"].outcome is Outcome.COMPLETE


def test_three_boxes_are_the_most_one_artifact_may_bring_down(start: Start) -> None:
    units = "tests.workbench.isolation.stubborn"
    bench = start(units=units, sniff=units)
    told = bench.analyse(b"any").root.examinations
    outcomes = [(e.unit, e.outcome) for e in told]
    assert outcomes.count(("box", Outcome.KILLED)) == 3
    assert ("before", Outcome.COMPLETE) in outcomes
    assert ("after", Outcome.NOT_RUN) in outcomes
    assert "ended before its turn" in told[-1].reason


def test_of_twins_the_first_in_reading_order_has_the_content(start: Start) -> None:
    analysis = start().analyse(b"pack:nest:6\nnest:7")
    assert [node.duplicate_of for node in analysis.nodes[:3]] == [-1, -1, -1]
    inner, last = analysis.nodes[2], analysis.nodes[-1]
    assert inner.sha256 == last.sha256
    assert inner.sha1 == last.sha1
    assert inner.examinations
    assert not last.examinations
    assert last.duplicate_of == inner.id
    assert [node.parent for node in analysis.nodes[3:-1]] == [n.id for n in analysis.nodes[2:-2]]
