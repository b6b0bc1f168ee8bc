"""Places where mail programs would read the same bytes differently."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """What one kind of reader makes of it.  ``source`` says where that is known from."""

    reader: str  # Outlook, Gmail, strict (RFC 5322), this workbench
    value: str
    source: str = ""  # standard, published research, observed, inferred


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """One such place; ``rule`` is that of the finding that scores it."""

    rule: str
    subject: str  # From, boundary, body, attachment name ...
    title: str
    readings: tuple[Reading, ...]
    offset: int = -1  # byte in the artifact
    length: int = 0
    part: str = ""
