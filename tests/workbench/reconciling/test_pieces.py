"""Cutting JSON text into objects, wherever the reads happen to end."""

from __future__ import annotations

import json
import random
from itertools import pairwise

import pytest

from workbench.reconciling import pieces
from workbench.reconciling.pieces import Cutter

OBJECTS = [
    {"a": 1},
    {"b": {"c": ['}{"', '\\"', "\\"], "d": {}}},
    {"e": 'a quote \\" and a brace } at the end \\\\'},
    {},
]


def _cut(text: str, ends: list[int]) -> list[str | None]:
    cutter = Cutter()
    bounds = [0, *sorted(ends), len(text)]
    parts = [text[a:b] for a, b in pairwise(bounds)]
    found = [piece for part in parts for piece in cutter.take(part)]
    assert not cutter.open
    return found


def test_any_division_gives_the_same_objects() -> None:
    text = "[" + ", ".join(json.dumps(o) for o in OBJECTS) + "]"
    chance = random.Random(5)
    for _ in range(2_000):
        ends = [chance.randrange(len(text)) for _ in range(chance.randrange(8))]
        assert [json.loads(piece or "") for piece in _cut(text, ends)] == OBJECTS


def test_one_character_at_a_time() -> None:
    text = json.dumps(OBJECTS, indent=1)
    assert len(_cut(text, list(range(len(text))))) == len(OBJECTS)


def test_what_is_too_long_is_told_and_the_next_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LARGEST", 50)
    text = json.dumps([{"long": "x" * 60}, {"a": 1}])
    assert _cut(text, [10, 20, 30]) == [None, '{"a": 1}']


def test_an_end_within_an_object_shows() -> None:
    cutter = Cutter()
    assert list(cutter.take('[{"a": 1}, {"b": ')) == ['{"a": 1}']
    assert cutter.open
