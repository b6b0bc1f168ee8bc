"""A unit that does nothing, to measure what is around it."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Observation
from analyzers.model.unit import Context, Unit


def sniff(data: bytes, name: str = "", declared_type: str = "") -> str:
    return "empty"


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    yield from ()


UNITS = (Unit("empty", 1, frozenset({"empty"}), examine),)
