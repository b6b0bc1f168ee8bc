"""The engine: every unit gets its turn, and every limit that is met is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from analyzers.engine import PLACES, UNTASTED, Examined, Place, Visit, examine
from analyzers.model.analysis import Examination, Outcome
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import (
    Child,
    Fact,
    Finding,
    Need,
    Observation,
    Relation,
    Severity,
)
from analyzers.model.unit import Context, Limits, Unit, Unreadable

MESSAGE = Message("eml", "Hello", (), (), "", (), (), "", "", (), (), ())
Say = Callable[[Artifact, Context], Iterator[Observation]]


def sniff(data: bytes, name: str, declared_type: str) -> str:
    if data == b"untastable":
        raise ValueError("no taste")
    return data.partition(b":")[0].decode()


def saying(*observations: Observation | Exception, name: str = "unit", kind: str = "a") -> Unit:
    """A unit that yields these, and raises what is an exception."""

    def speak(artifact: Artifact, context: Context) -> Iterator[Observation]:
        for observation in observations:
            if isinstance(observation, Exception):
                raise observation
            yield observation

    return Unit(name, 1, frozenset({kind}), speak, general=kind == "*")


def visit(*units: Unit, data: bytes = b"a:", **context: Any) -> Examined:
    return examine(Artifact.of(data, "name", ""), units, Context(**context), sniff)


def only(examined: Examined) -> Examination:
    (examination,) = examined.examinations
    return examination


def test_what_a_unit_says_is_sorted_by_what_it_is() -> None:
    finding = Finding("a.b", Severity.LOW, "t")
    told = only(visit(saying(Fact("l", "v"), finding, MESSAGE)))
    assert (told.facts, told.findings, told.records) == ((Fact("l", "v"),), (finding,), (MESSAGE,))
    assert told.outcome is Outcome.COMPLETE
    assert told.cpu_ms >= 0


def test_units_run_in_order_on_their_kinds_only() -> None:
    units = [saying(name="one"), saying(name="no", kind="b"), saying(name="all", kind="*")]
    assert [e.unit for e in visit(*units).examinations] == ["one", "all"]


def test_a_kind_that_no_unit_knows_is_told() -> None:
    told = visit(saying(name="all", kind="*"), saying(), data=b"novel:").examinations
    assert [(e.unit, e.outcome) for e in told] == [
        ("dispatch", Outcome.NOT_RUN),
        ("all", Outcome.COMPLETE),
    ]
    assert "'novel'" in told[0].reason


def test_a_sniffer_that_fails_does_not_stop_the_general_units() -> None:
    examined = visit(saying(name="all", kind="*"), data=b"untastable")
    assert examined.nodes[0].kind == UNTASTED
    assert [e.outcome for e in examined.examinations] == [Outcome.CRASHED, Outcome.COMPLETE]
    assert "no taste" in examined.examinations[0].reason


@pytest.mark.parametrize(
    ("problem", "outcome", "reason"),
    [
        (Unreadable("cut off"), Outcome.UNREADABLE, "cut off"),
        (KeyError("x"), Outcome.CRASHED, "KeyError: 'x' (test_engine.py:"),
        (MemoryError(), Outcome.LIMITED, "It takes more memory"),
        (RecursionError("deep"), Outcome.CRASHED, "RecursionError: deep"),
    ],
)
def test_what_was_said_before_the_end_is_kept(
    problem: Exception, outcome: Outcome, reason: str
) -> None:
    first, second = visit(saying(Fact("l", "v"), problem), saying(name="next")).examinations
    assert (first.outcome, first.facts) == (outcome, (Fact("l", "v"),))
    assert first.reason.startswith(reason)
    assert second.outcome is Outcome.COMPLETE


def test_what_takes_too_much_memory_is_told_as_a_limit() -> None:
    told = only(visit(saying(MemoryError())))
    assert [(f.rule, f.severity) for f in told.findings] == [("limit.memory", Severity.MEDIUM)]


def test_too_many_observations_end_the_unit_with_a_finding() -> None:
    facts = [Fact("l", str(n)) for n in range(9)]
    told = only(visit(saying(*facts), limits=Limits(observations=5)))
    assert len(told.facts) == 5
    assert told.outcome is Outcome.LIMITED
    assert [(f.rule, f.severity) for f in told.findings] == [
        ("limit.observations", Severity.MEDIUM)
    ]


@pytest.mark.parametrize(
    ("finding", "outcome"),
    [
        (Finding("limit.zip.ratio", Severity.HIGH, "too much"), Outcome.LIMITED),
        (Finding("a.damaged", Severity.LOW, "too much", incomplete=True), Outcome.UNREADABLE),
        (Finding("a.b", Severity.LOW, "too much"), Outcome.COMPLETE),
    ],
)
def test_a_unit_that_left_something_unread_is_not_complete(
    finding: Finding, outcome: Outcome
) -> None:
    told = only(visit(saying(finding, Fact("l", "v"))))
    assert (told.outcome, told.findings, told.facts) == (outcome, (finding,), (Fact("l", "v"),))
    assert told.reason == ("" if outcome is Outcome.COMPLETE else "too much")


def test_exactly_as_many_as_allowed_are_no_finding() -> None:
    facts = [Fact("l", str(n)) for n in range(5)]
    assert only(visit(saying(*facts), limits=Limits(observations=5))).outcome is Outcome.COMPLETE


@pytest.mark.parametrize(
    ("limits", "rule", "kept"),
    [
        (Limits(children=3), "limit.children", 3),
        (Limits(child_bytes=45), "limit.child-bytes", 4),
    ],
)
def test_too_many_children_are_dropped_with_one_finding(
    limits: Limits, rule: str, kept: int
) -> None:
    children = [Child(str(n), b"0123456789") for n in range(6)]
    examined = visit(saying(*children, Fact("still", "heard")), limits=limits)
    told = only(examined)
    assert len(examined.children) == kept
    assert [f.rule for f in told.findings] == [rule]
    assert told.facts, "the unit goes on"
    assert told.outcome is Outcome.LIMITED


def test_children_of_all_units_count_together() -> None:
    children = [Child(str(n), b"0") for n in range(3)]
    examined = visit(saying(*children), saying(*children, name="two"), limits=Limits(children=4))
    assert [e.outcome for e in examined.examinations] == [Outcome.COMPLETE, Outcome.LIMITED]


def test_a_need_without_answer_stays_open() -> None:
    told = only(visit(saying(Need("dns", "x.test", "Nobody looked"), Fact("l", "v"))))
    assert (told.outcome, told.reason) == (Outcome.UNANSWERED, "Nobody looked")
    assert told.needs


def test_a_message_is_known_to_later_units_and_to_its_bodies() -> None:
    heard: list[tuple[str, Message | None]] = []

    def listen(artifact: Artifact, context: Context) -> Iterator[Observation]:
        heard.append((artifact.kind, context.message))
        yield from ()

    body = Child("body", b"b:", relation=Relation.BODY, in_place=True)
    visit(saying(MESSAGE, body), Unit("listener", 1, frozenset(), listen, general=True))
    assert heard == [("a", MESSAGE), ("b", MESSAGE)]


def test_bodies_become_nodes_with_kind_and_hashes() -> None:
    body = Child("body", b"b:text", "text/plain", Relation.BODY, in_place=True)
    examined = visit(saying(body, Child("file", b"c:")), saying(name="reader", kind="b"))
    root, node = examined.nodes
    assert (node.parent, node.kind, node.relation) == (root.id, "b", Relation.BODY)
    assert node.sha256 == hashlib.sha256(b"b:text").hexdigest()
    assert node.md5 == hashlib.md5(b"b:text").hexdigest()
    assert [e.unit for e in node.examinations] == ["reader"]
    assert [(parent, child.name) for parent, child in examined.children] == [(0, "file")]


def test_bodies_without_number_go_to_their_own_boxes() -> None:
    bodies = [Child(str(n), b"b:", in_place=True) for n in range(PLACES + 5)]
    examined = visit(saying(*bodies))
    assert len(examined.nodes) == PLACES
    assert len(examined.children) == 6
    assert "limit.in-place" in {f.rule for e in examined.examinations for f in e.findings}


def test_bodies_inside_bodies_are_bounded() -> None:
    examined = visit(saying(Child("again", b"a:", in_place=True)))
    assert [node.parent for node in examined.nodes] == [-1, 0, 1, 2]
    assert [parent for parent, _ in examined.children] == [3]


def test_a_unit_to_be_skipped_is_skipped_at_its_place_only() -> None:
    unit = saying(Child("again", b"a:", in_place=True))
    other = saying(Child("once", b"a:", in_place=True), name="other")
    steps = Visit([unit, other], Context(), sniff, frozenset({(0, "unit")})).steps(
        Artifact.of(b"a:", "n", "")
    )
    first = [step for step in steps if not isinstance(step, Place)][:2]
    assert [(s.index, s.examination.unit) for s in first] == [(0, "other"), (1, "unit")]


def test_a_general_unit_takes_every_kind_and_knows_only_those_it_names() -> None:
    general = Unit("all", 1, frozenset({"b"}), lambda _artifact, _context: iter(()), general=True)
    assert [run.general for run in visit(general, data=b"b:").examinations] == [False]
    runs = visit(general, data=b"a:").examinations
    assert [(run.unit, run.general) for run in runs] == [("dispatch", False), ("all", True)]
