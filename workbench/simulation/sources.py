"""How it is known that a real service behaves as it is imitated here."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Known(enum.StrEnum):
    """How sure it is that the real service behaves alike, best first."""

    DESCRIPTION = "machine description"
    DOCUMENTATION = "documentation page"
    WIRE = "seen on the wire from the official client"
    FIELD = "field report"
    MEMORY = "memory, not verified"


@dataclass(frozen=True, slots=True)
class Source:
    """``where`` names the page, description or thread."""

    known: Known
    where: str = ""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One promise about the service that is more than the shape of an operation."""

    what: str
    source: Source


def described(where: str = "Graph v1.0 metadata, 2026-08-20") -> Source:
    return Source(Known.DESCRIPTION, where)


def documented(page: str) -> Source:
    return Source(Known.DOCUMENTATION, page)


def reported(thread: str) -> Source:
    return Source(Known.FIELD, thread)


def remembered() -> Source:
    return Source(Known.MEMORY)
