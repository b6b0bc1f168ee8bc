"""The codec gives back what it took, and nothing that the model does not allow."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest

from analyzers.model import codec
from analyzers.model.analysis import SCHEMA, Analysis, Examination, Node, Outcome
from analyzers.model.bounds import ITEMS, TEXT
from analyzers.model.codec import Malformed
from analyzers.model.content import Block, BlockKind, Link, ReadableView, Run, Withheld
from analyzers.model.decoding import decoder
from analyzers.model.encoding import encoder
from analyzers.model.executable import EntropyProfile
from analyzers.model.message import Address, AuthenticationClaim, Header, Message, Part
from analyzers.model.observation import (
    Child,
    Fact,
    Finding,
    Need,
    Observation,
    Relation,
    Severity,
)
from analyzers.model.rule import MatchedString, RuleMatch

MESSAGE = Message(
    "eml", "Grüße \u202e", (Address("A", "a@b.test"),), (), "", (), (), "", "<1@b.test>",
    (Header("From", "A", "From: A", 12),),
    (Part("1", "text/plain", "utf-8", "7bit", "", "", "", 0, 5, "ab"),),
    (AuthenticationClaim("mx.test", "spf", "pass", (("smtp.mailfrom", "b.test"),), 0),),
)  # fmt: skip
VIEW = ReadableView((Block(BlockKind.HEADING, (Run("Hi", bold=True),), 2),), (Withheld("form", 2),))
RECORDS = (
    MESSAGE,
    VIEW,
    Link("http://x.test", "x.test", "x.test", "x", "a"),
    EntropyProfile(256, (0.0, 7.99)),
    RuleMatch("r", "n", ("t",), (("author", "me"),), (MatchedString("$a", 3, "abc"),)),
)
EXAMINATION = Examination(
    "unit", 3, Outcome.LIMITED, "why", (Fact("a", "b"),),
    (Finding("x.y", Severity.GOOD, "t", "e", "w"),), RECORDS, (Need("dns", "k", "w"),), 1.25,
)  # fmt: skip
ROOT = Node(0, -1, "m.eml", "eml", "", Relation.ATTACHMENT, 9, "a", "b", "c", (EXAMINATION,))
TWIN = Node(2, 0, "t", "eml", "", Relation.MEMBER, 9, "a", "b", "c", (), 1)
NODES = (ROOT, replace(ROOT, id=1, parent=0), TWIN)
ANALYSIS = Analysis(NODES, "full", ("seccomp",), (("unit", 3),), "", 1.5, 0.5)


def test_an_analysis_comes_back_as_it_went() -> None:
    assert codec.loads_analysis(codec.dumps_analysis(ANALYSIS)) == ANALYSIS


@pytest.mark.parametrize(
    "observation", [*RECORDS, Fact("a", "b"), Child("n", b"\0\xff", in_place=True)]
)
def test_every_observation_keeps_its_class(observation: Observation) -> None:
    text = codec.dumps(encoder(Observation)(observation))
    assert decoder(Observation)(codec.loads(text)) == observation


def test_lone_surrogates_become_replacement_characters() -> None:
    text = codec.dumps(codec.encode(Fact("name", "a\ud800b")))
    assert codec.decode(Fact, codec.loads(text)) == Fact("name", "a\ufffdb")


@pytest.mark.parametrize(
    "value",
    [
        None, [], "x", 1,
        {"label": "a"},
        {"label": "a", "value": 1},
        {"label": "a", "value": "b", "extra": 1},
        {"label": "a", "value": "\ud800"},
        {"label": "a", "value": "x" * (TEXT + 1)},
        {"label": ["a"], "value": "b"},
    ],
)  # fmt: skip
def test_a_fact_that_is_none_is_refused(value: Any) -> None:
    with pytest.raises(Malformed):
        codec.decode(Fact, value)


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "fine"},
        {"outcome": True},
        {"version": 1.0},
        {"version": True},
        {"version": 1 << 63},
        {"cpu_ms": float("nan")},
        {"cpu_ms": float("inf")},
        {"cpu_ms": "1"},
        {"facts": {}},
        {"facts": [None] * (ITEMS + 1)},
        {"records": [{"is": "Nonsense"}]},
        {"records": [{"is": ["Link"]}]},
        {"records": [{"is": "Fact", "label": "a", "value": "b"}]},
        {"records": [{"label": "a"}]},
        {"findings": [{"rule": "a", "severity": 9, "title": "t"}]},
        {"findings": [{"rule": "a", "severity": True, "title": "t"}]},
        {"reason": None},
    ],
)
def test_an_examination_that_is_none_is_refused(change: dict[str, Any]) -> None:
    value = codec.encode(EXAMINATION) | change
    with pytest.raises(Malformed):
        codec.decode(Examination, value)


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"NaN", b"-Infinity", b"\xff", b"[" * 200_000, b"1" * 5_000, b'"\xed\xa0\x80"'],
)
def test_what_is_not_json_is_refused(text: bytes) -> None:
    with pytest.raises(Malformed):
        codec.loads(text)


def test_pairs_have_exactly_two_entries() -> None:
    value = codec.encode(ANALYSIS) | {"units": [["unit", 3, 4]]}
    with pytest.raises(Malformed):
        codec.decode(Analysis, value)


@pytest.mark.parametrize(
    "nodes",
    [
        (),
        (replace(ROOT, parent=0),),
        (replace(ROOT, id=1),),
        (ROOT, replace(ROOT, id=1, parent=-1)),
        (ROOT, replace(ROOT, id=1, parent=1)),
        (ROOT, replace(ROOT, id=1, parent=0, duplicate_of=1)),
        (ROOT, replace(ROOT, id=1, parent=0, duplicate_of=7)),
        (ROOT, replace(ROOT, id=1, parent=0, duplicate_of=2), replace(TWIN, duplicate_of=1)),
    ],
)
def test_nodes_that_form_no_tree_are_refused(nodes: tuple[Node, ...]) -> None:
    with pytest.raises(Malformed):
        codec.loads_analysis(codec.dumps_analysis(replace(ANALYSIS, nodes=nodes)))


@pytest.mark.parametrize("schema", [SCHEMA + 1, 0, None, "1"])
def test_another_schema_is_refused(schema: Any) -> None:
    value = json.loads(codec.dumps_analysis(ANALYSIS)) | {"schema": schema}
    with pytest.raises(Malformed):
        codec.loads_analysis(json.dumps(value))


def test_the_schema_is_always_stored() -> None:
    value = json.loads(codec.dumps_analysis(ANALYSIS))
    del value["schema"]
    with pytest.raises(Malformed):
        codec.loads_analysis(json.dumps(value))


@pytest.mark.parametrize(
    "wrong",
    [
        Fact("a", b"bytes"),  # type: ignore[arg-type]
        Fact("a", "x" * (TEXT + 1)),
        EntropyProfile(1, (float("nan"),)),
        EntropyProfile(1 << 70, ()),
        EntropyProfile(1, "text"),  # type: ignore[arg-type]
        EntropyProfile("1", ()),  # type: ignore[arg-type]
    ],
)
def test_what_a_unit_got_wrong_is_refused_on_the_way_out(wrong: Any) -> None:
    with pytest.raises(Malformed):
        codec.encode(wrong)


def test_no_mutation_gives_anything_but_the_type_or_malformed() -> None:
    chance, seed = random.Random(7), codec.dumps(codec.encode(EXAMINATION))
    for _ in range(2_000):
        text = bytearray(seed)
        for _ in range(chance.randrange(1, 4)):
            text[chance.randrange(len(text))] = chance.choice(b'{}[]",:0123456789.-eEnull\\u\xff')
        try:
            assert isinstance(codec.decode(Examination, codec.loads(bytes(text))), Examination)
        except Malformed:
            continue
