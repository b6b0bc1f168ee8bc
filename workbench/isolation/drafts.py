"""The nodes of a tree in the making, and what waits for a box."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath

from analyzers.model.analysis import Examination
from analyzers.model.observation import Relation


@dataclass(slots=True)
class Draft:
    """A node in the making."""

    id: int
    parent: int
    name: str
    declared_type: str
    relation: Relation
    size: int
    sha256: str
    depth: int
    kind: str = ""
    sha1: str = ""
    md5: str = ""
    examinations: list[Examination] = field(default_factory=list)
    duplicate_of: int = -1
    by: str = ""  # the unit that found it
    whole: bool = True  # all of it is examined, with everything inside
    raised: bool = False  # under raised limits, with everything inside


@dataclass(slots=True)
class Pending:
    """An artifact that waits for a box, with what it did to earlier ones."""

    draft: Draft
    data: bytes
    skip: list[tuple[int, str]] = field(default_factory=list)
    rounds: int = 0  # how often the host had to load modules for it
    marks: list[tuple[int, Examination]] = field(default_factory=list)
    alone: bool = False  # it has brought down a box that it shared


def identity(draft: Draft) -> tuple[str, ...]:
    """What makes two artifacts the same: their bytes, hashed here and not by a box, and what their
    names claim, since the same bytes under a second name may be a disguise of their own."""
    suffixes = "".join(PurePath(draft.name).suffixes[-2:]).casefold()
    disguise = "" if draft.name.isprintable() else draft.name
    return draft.sha256, suffixes, disguise, draft.declared_type.casefold()
