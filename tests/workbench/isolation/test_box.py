"""What a box says, heard without a process around it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analyzers.model.analysis import Examination, Outcome
from analyzers.model.artifact import Artifact
from analyzers.model.fidelity import Fidelity
from analyzers.model.observation import Child, Fact, Finding, Observation, Severity
from analyzers.model.organisation import NOBODY
from analyzers.model.unit import Context, Limits, Unit
from workbench.isolation import box
from workbench.isolation.box import Kit, Work, compile_packs, slimmed
from workbench.isolation.frames import Frame
from workbench.isolation.protocol import Done, FromBox, Placed, Task, Told, Trial, Tried, read
from workbench.isolation.settings import RulePack


def heard(kit: Kit, order: Task | Trial, data: bytes = b"") -> list[FromBox]:
    frames: list[Frame] = []
    Work(kit, lambda text, blobs: frames.append(Frame(text, blobs)), True).serve(order, data)
    return [read(FromBox, frame) for frame in frames]


def kit(*observations: Observation, kind: str = "eml", output: int = 1 << 20) -> Kit:
    def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
        yield from observations

    unit = Unit("unit", 1, frozenset({kind}), examine)
    return Kit((unit,), lambda data, name, declared: kind, Limits(), output)


TASK = Task("n", "", 0, "0" * 64, NOBODY, Fidelity.UNKNOWN, (), ())


def test_a_place_is_told_before_what_is_said_there_and_the_end_last() -> None:
    placed, told, done = heard(kit(Fact("l", "v")), TASK, b"data")
    assert isinstance(placed, Placed)
    assert (placed.index, placed.kind, placed.size) == (0, "eml", 4)
    assert isinstance(told, Told)
    assert told.examination.facts == (Fact("l", "v"),)
    assert isinstance(done, Done)


def test_a_message_above_the_limit_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "MESSAGE_BYTES", 10)
    _, told, _ = heard(kit(Fact("l", "v")), TASK, b"x" * 11)
    assert isinstance(told, Told)
    assert told.examination.outcome is Outcome.NOT_RUN
    assert [f.rule for f in told.examination.findings] == ["limit.message-size"]
    assert len(heard(kit(kind="pdf"), TASK, b"x" * 11)) == 3


def test_names_are_cut_and_repaired() -> None:
    children = (Child("x" * 5_000, b"1"), Child("\ud800", b"2"))
    _, told, _ = heard(kit(*children), TASK)
    assert isinstance(told, Told)
    assert [len(child.name) for child in told.children] == [1_000, 1]
    assert told.children[1].name == "\ufffd"


def test_an_observation_that_cannot_be_spelt_costs_only_itself() -> None:
    wrong = Fact("bytes", b"\xff")  # type: ignore[arg-type]
    _, told, _ = heard(kit(Fact("l", "v"), wrong), TASK)
    assert isinstance(told, Told)
    assert told.examination.facts == (Fact("l", "v"),)
    assert told.examination.outcome is Outcome.LIMITED


def test_findings_are_kept_before_facts() -> None:
    finding = Finding("a.b", Severity.HIGH, "t" * 400)
    full = Examination("u", 1, Outcome.COMPLETE, "", (Fact("l", "v" * 400),), (finding,))
    kept = slimmed(full, 600)
    assert kept.findings[0] == finding
    assert [f.rule for f in kept.findings[1:]] == ["limit.output"]
    assert kept.facts == ()
    assert kept.outcome is Outcome.LIMITED


def test_a_trial_tells_of_each_rule_file() -> None:
    texts = ("rule a { condition: true }", "rule b { condition: ", 'include "x"')
    sources = tuple((f"{number}.yar", text) for number, text in enumerate(texts))
    for trial, bad in (
        (Trial(sources, 5), [False, True, True]),
        (Trial(sources, 5, first=1), [True, True]),
        (Trial(sources, 5, whole=True), [True]),
        (Trial(sources[:1], 5, whole=True), [False]),
    ):
        *tried, done = heard(kit(), trial)
        assert [bool(t.problem) for t in tried if isinstance(t, Tried)] == bad
        assert isinstance(done, Done)


def test_packs_that_cannot_be_compiled_together_cost_only_themselves() -> None:
    own = RulePack("ours", (("a", "rule a { condition: true }"),), trusted=True)
    good = RulePack("good", (("a", "rule a { condition: true }"),))
    bad = RulePack("bad", (("a", "rule a { condition: nonsense }"),))
    sets, problems = compile_packs([own, good, bad])
    assert [(one.pack, one.namespace) for one in problems] == [("bad", "")]
    assert sets.packs == ("ours", "good")
    assert {m.namespace for m in sets.whole.match(data=b"x")} == {"ours/a", "good/a"}
    assert {m.namespace for m in sets.own.match(data=b"x")} == {"ours/a"}


def test_our_own_pack_alone_is_the_whole() -> None:
    own = RulePack("ours", (("a", "rule a { condition: true }"),), trusted=True)
    sets, problems = compile_packs([own])
    assert sets.whole is sets.own
    assert problems == []
