"""Both kinds of boxes keep the same promises."""

from __future__ import annotations

import hashlib
import struct

import pytest

from analyzers.model.analysis import Outcome
from analyzers.model.codec import dumps
from analyzers.model.observation import Severity
from tests.workbench.isolation.conftest import Bench, findings
from workbench.isolation.frames import pack


def test_what_units_say_comes_back(bench: Bench) -> None:
    analysis = bench.analyse(b"broken:")
    told = {e.unit: e for e in analysis.root.examinations}
    assert told["size"].outcome is Outcome.COMPLETE
    assert told["size"].facts[0].value == "7"
    assert told["broken"].outcome is Outcome.UNREADABLE
    assert [f.rule for f in told["broken"].findings] == ["broken.before"]
    assert analysis.isolation == bench.host.level
    assert analysis.layers
    assert ("size", 1) in analysis.units
    assert analysis.cpu_seconds < 1


def test_an_exception_costs_one_unit_only(bench: Bench) -> None:
    told = bench.said(b"crash:")
    assert told["crash"].outcome is Outcome.CRASHED
    assert "KeyError" in told["crash"].reason
    assert "hostile.py" in told["crash"].reason
    assert told["rules"].outcome is Outcome.COMPLETE


@pytest.mark.parametrize(
    ("data", "unit", "outcome", "reason"),
    [
        (b"hang:", "hang", Outcome.TIMED_OUT, "processor time"),
        (b"deaf:", "deaf", Outcome.TIMED_OUT, ""),
        (b"sleep:30", "sleep", Outcome.TIMED_OUT, "No answer within 3 s"),
        (b"segfault:", "segfault", Outcome.KILLED, "Segmentation fault"),
        (b"quit:", "quit", Outcome.KILLED, "code 7"),
    ],
)
def test_a_unit_that_takes_the_box_down_is_named_and_the_others_still_run(
    bench: Bench, data: bytes, unit: str, outcome: Outcome, reason: str
) -> None:
    told = bench.said(data)
    assert told["box"].outcome is outcome
    assert told["box"].reason.startswith(f"{unit}: ")
    assert reason in told["box"].reason
    assert unit not in told
    assert told["size"].outcome is told["rules"].outcome is Outcome.COMPLETE


def test_a_hang_before_any_unit_is_told_too(bench: Bench) -> None:
    told = bench.said(b"HANG-SNIFF")
    assert [(e.unit, e.outcome) for e in told.values()] == [("box", Outcome.TIMED_OUT)]


def test_a_box_that_hangs_costs_its_neighbours_nothing(bench: Bench) -> None:
    analysis = bench.analyse(b"pack:leaf:1\nquit:\nleaf:2")
    leaves = [n for n in analysis.nodes if n.kind == "leaf"]
    assert len(leaves) == 2
    assert all("size" in {e.unit for e in n.examinations} for n in leaves)


def test_output_beyond_the_limit_is_cut_and_told(bench: Bench) -> None:
    told = bench.said(b"bloat:")["bloat"]
    assert told.outcome is Outcome.LIMITED
    assert [f.rule for f in told.findings] == ["bloat.first", "limit.output"]
    assert 0 < len(told.facts) < 30


def test_too_many_observations_are_a_finding(bench: Bench) -> None:
    told = bench.said(b"flood:")["flood"]
    assert told.outcome is Outcome.LIMITED
    assert told.findings[-1].rule == "limit.observations"
    assert told.findings[-1].severity is Severity.MEDIUM


def frame(text: bytes) -> bytes:
    return b"".join(pack(text))


@pytest.mark.parametrize(
    "forged",
    [
        b"no frame at all, and long enough to be taken for one",
        struct.pack(">II", 1 << 31, 0),
        struct.pack(">II", 2, 1) + struct.pack(">Q", 1 << 50),
        frame(b"not json"),
        frame(b'{"is":"Nonsense"}'),
        frame(b'{"is":"Done","cpu_seconds":NaN}'),
        frame(b'{"is":"Done","cpu_seconds":1e999}'),
        frame(b'{"is":"Entered","layers":["rlimits","no-new-privileges","seccomp"]}'),
        frame(b'{"is":"Cold","modules":[]}'),
        frame(b'{"is":"Tried","index":0,"problem":""}'),
        frame(b'{"is":"Told","index":7,"examination":{"unit":"x","version":1,"outcome":"killed"}}'),
        frame(b'{"is":"Told","index":0,"examination":{"unit":"\\ud800","version":1}}'),
        frame(dumps({"is": "Placed", "index": 1, "parent": 5})),
        frame(b"[" * 100_000),
    ],
)
def test_a_forged_answer_is_refused_and_the_box_ended(bench: Bench, forged: bytes) -> None:
    told = bench.said(b"forge:" + forged)
    assert told["box"].outcome is Outcome.KILLED
    assert "refused" in told["box"].reason
    assert "forge" not in told
    assert bench.said(b"size:")["size"].outcome is Outcome.COMPLETE


def test_an_unknown_kind_is_told_and_still_gets_the_general_units(bench: Bench) -> None:
    told = bench.said(b"novel:")
    assert told["dispatch"].outcome is Outcome.NOT_RUN
    assert "novel" in told["dispatch"].reason
    assert told["size"].outcome is Outcome.COMPLETE


def test_bodies_are_examined_in_place_and_become_nodes(bench: Bench) -> None:
    analysis = bench.analyse(b"letter:leaf:1\nspawn:2")
    kinds = [(n.kind, n.parent, n.relation.value) for n in analysis.nodes]
    assert kinds[:3] == [("letter", -1, "attachment"), ("leaf", 0, "body"), ("spawn", 0, "body")]
    assert [n.parent for n in analysis.nodes if n.name.endswith(".bin")][1:] == [2, 2]


def test_the_same_bytes_are_examined_once(bench: Bench) -> None:
    analysis = bench.analyse(b"twins:")
    one, two, three = analysis.children(analysis.root)
    assert two.duplicate_of == one.id
    assert two.examinations == ()
    assert (two.kind, two.md5) == (one.kind, one.md5)
    assert three.duplicate_of == -1, "another suffix is another claim"


def test_hashes_are_those_of_the_bytes(bench: Bench) -> None:
    data = b"leaf:known"
    root = bench.analyse(data).root
    assert root.sha256 == hashlib.sha256(data).hexdigest()
    assert root.sha1 == hashlib.sha1(data).hexdigest()
    assert root.md5 == hashlib.md5(data).hexdigest()


def test_answers_and_passwords_reach_the_unit_and_a_need_stays_open(bench: Bench) -> None:
    without = bench.said(b"lock:", passwords=("infected", "\u00fcber"))["lock"]
    assert without.outcome is Outcome.UNANSWERED
    assert without.reason == "The name was not looked up"
    assert [(n.kind, n.key) for n in without.needs] == [("dns", "example.test")]
    assert without.facts[0].value == "infected,\u00fcber"
    answers = {("dns", "example.test"): "192.0.2.1"}
    answered = bench.said(b"lock:", answers=answers)["lock"]
    assert answered.outcome is Outcome.COMPLETE
    assert answered.facts[-1].value == "192.0.2.1"


def test_a_unit_gets_the_modules_it_names(bench: Bench) -> None:
    assert bench.said(b"cold:")["cold"].outcome is Outcome.COMPLETE


def test_a_module_nobody_named_is_found_when_it_is_needed(bench: Bench) -> None:
    told = bench.said(b"surprise:")["surprise"]
    assert told.outcome is Outcome.COMPLETE
    assert told.facts[0].value == "2"


def test_a_module_that_does_not_exist_is_the_units_trouble(bench: Bench) -> None:
    told = bench.said(b"lacking:")["lacking"]
    assert told.outcome is Outcome.CRASHED
    assert "ModuleNotFoundError" in told.reason


def test_the_deepest_findings_are_reachable_from_the_root(bench: Bench) -> None:
    analysis = bench.analyse(b"nest:0")
    assert "limit.depth" in findings(analysis.nodes[-1])
    assert analysis.path(analysis.nodes[-1]).count("inner") == 9
