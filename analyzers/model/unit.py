"""What a unit is, and what it is told beside the artifact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Observation


class Unreadable(Exception):
    """The artifact is not what its kind says, or too broken to examine; text is for the analyst."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the examination of one artifact may yield."""

    observations: int = 4_000
    children: int = 500
    child_bytes: int = 256 << 20  # all children of one artifact together
    member_bytes: int = 64 << 20  # one unpacked member
    ratio: int = 200  # unpacked to packed, beyond the first MiB


@dataclass(frozen=True, slots=True)
class Context:
    """What a unit may know beside the bytes.

    ``message`` is the message the artifact is, or the bodies belong to: set once the message unit
    has spoken.  ``answers`` maps (need kind, key) to its answer.  ``rules`` are compiled YARA rule
    sets by pack name, prepared before the box is closed.
    """

    own_domains: frozenset[str] = frozenset()
    passwords: tuple[str, ...] = ()
    answers: MappingProxyType[tuple[str, str], str] = field(
        default_factory=lambda: MappingProxyType({})
    )
    limits: Limits = Limits()
    message: Message | None = None
    rules: MappingProxyType[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Unit:
    """One analyzer: a name, the kinds it takes ("*" for all) and a generator of observations.

    ``version`` is part of every cache key: raise it and stored results are made again.
    ``imports`` are the modules worth loading before boxes are forked; the unit's own module imports
    them lazily, inside its functions, so that a host that never meets its kind never pays.
    """

    name: str
    version: int
    kinds: frozenset[str]
    examine: Callable[[Artifact, Context], Iterator[Observation]]
    imports: tuple[str, ...] = ()
