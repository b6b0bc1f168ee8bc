"""Places where mail programs read the same bytes differently: the record, and what scores it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.model.ambiguity import Ambiguity, Reading
from analyzers.model.observation import Child, Finding

STRICT: Final = "strict (RFC)"
LENIENT: Final = "lenient"
FIRST: Final = "takes the first"
LAST: Final = "takes the last"
OURS: Final = "this workbench"
GMAIL: Final = "Gmail"

# Where it is known from that a reader does so.
STANDARD: Final = "standard"
RESEARCH: Final = "published research"
OBSERVED: Final = "observed"
INFERRED: Final = "inferred"

REFUSES: Final = "refuses the message"  # in the words of the servers' own bounces
_LONGEST: Final = 300  # characters of a value that are kept

Told = Ambiguity | Finding | Child


def reading(reader: str, value: str, source: str = INFERRED) -> Reading:
    """What a reader makes of it, cut to what can be shown."""
    return Reading(reader, value if len(value) <= _LONGEST else value[:_LONGEST] + "…", source)


def differ(
    finding: Finding,
    subject: str,
    readings: tuple[Reading, ...],
    offset: int,
    length: int = 0,
    part: str = "",
) -> Iterator[Told]:
    """A finding of its own, and the record that shows it."""
    yield finding
    yield told(finding.rule, finding.title, subject, readings, offset, length, part)


def told(
    rule: str,
    title: str,
    subject: str,
    readings: tuple[Reading, ...],
    offset: int,
    length: int = 0,
    part: str = "",
) -> Ambiguity:
    """The record alone, where another unit's finding of ``rule`` scores the same."""
    return Ambiguity(rule, subject, title, readings, offset, length, part)


def at(where: str, offset: int) -> str:
    """A place as findings name it."""
    return f"{where}, byte {offset}"
