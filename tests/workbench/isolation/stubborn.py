"""Four units in a row that take the box down, between two that do not."""

from __future__ import annotations

import os
from collections.abc import Iterator

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Observation
from analyzers.model.unit import Context, Unit


def sniff(data: bytes, name: str = "", declared_type: str = "") -> str:
    return "any"


def _fine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    yield Fact("Fine", "yes")


def _quit(artifact: Artifact, context: Context) -> Iterator[Observation]:
    yield Fact("Quits", "yes")
    os._exit(9)


_KIND = frozenset({"any"})
UNITS = (
    Unit("before", 1, _KIND, _fine),
    *(Unit(f"quit-{number}", 1, _KIND, _quit) for number in range(4)),
    Unit("after", 1, _KIND, _fine),
)
