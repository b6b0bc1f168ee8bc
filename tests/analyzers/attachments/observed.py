"""Runs one unit over bytes and sorts what it says."""

from __future__ import annotations

import random
from collections.abc import Iterator

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Need, Observation
from analyzers.model.unit import Context, Unit, Unreadable

NOTHING = Context()


def observe(
    unit: Unit, data: bytes, name: str = "", kind: str = "", context: Context = NOTHING
) -> list[Observation]:
    kind = kind or min(unit.kinds)
    return list(unit.examine(Artifact.of(data, name, kind), context))


def findings(observations: list[Observation]) -> dict[str, Finding]:
    return {seen.rule: seen for seen in observations if isinstance(seen, Finding)}


def facts(observations: list[Observation]) -> dict[str, str]:
    return {seen.label: seen.value for seen in observations if isinstance(seen, Fact)}


def children(observations: list[Observation]) -> dict[str, bytes]:
    return {seen.name: seen.data for seen in observations if isinstance(seen, Child)}


def needs(observations: list[Observation]) -> list[Need]:
    return [seen for seen in observations if isinstance(seen, Need)]


def damaged(data: bytes, times: int) -> Iterator[bytes]:
    """The same bytes truncated, flipped, cut and doubled, the same way every run."""
    chance = random.Random(len(data))
    for _ in range(times):
        wreck = bytearray(data)
        for _ in range(chance.choice((1, 3, 12))):
            at = chance.randrange(max(1, len(wreck)))
            match chance.randrange(5):
                case 0:
                    wreck[at : at + 1] = bytes((chance.randrange(256),))
                case 1:
                    wreck[at : at + 4] = b"\xff\xff\xff\x7f"
                case 2:
                    del wreck[at : at + 40]
                case 3:
                    wreck[at:at] = wreck[at : at + 40]
                case 4 if chance.random() < 0.2:
                    del wreck[at:]
        yield bytes(wreck)


def survives(unit: Unit, data: bytes, kind: str, times: int = 60) -> int:
    """How many damaged copies the unit could still read; anything but Unreadable escapes."""
    read = 0
    for wreck in damaged(data, times):
        try:
            observe(unit, wreck, f"sample.{kind}", kind)
            read += 1
        except Unreadable as problem:
            if not str(problem):
                raise AssertionError("an analyst cannot read an empty reason") from problem
    return read
