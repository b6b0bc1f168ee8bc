"""Readable text in programs: the first strings with their places."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from analyzers.lib.strings import narrow, wide
from analyzers.model.artifact import Artifact
from analyzers.model.executable import FoundString
from analyzers.model.observation import Fact, Observation
from analyzers.model.unit import Context, Unit

MOST = 300  # strings of each encoding; a program of some MB holds tens of thousands
LONGEST = 200  # characters of one


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    for encoding, found in (("ASCII", narrow(artifact.data)), ("UTF-16", wide(artifact.data))):
        for offset, text in islice(found, MOST):
            yield FoundString(offset, encoding, text[:LONGEST])
        rest = sum(1 for _ in found)
        if rest:
            yield Fact(f"{encoding} strings not listed", f"{rest:,}")


UNIT = Unit("strings", 1, frozenset({"pe"}), examine)
