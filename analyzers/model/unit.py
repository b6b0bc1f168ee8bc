"""What a unit is, and what it is told beside the artifact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from analyzers.model.artifact import Artifact
from analyzers.model.document import PasswordHint
from analyzers.model.fidelity import Fidelity
from analyzers.model.message import Message
from analyzers.model.observation import Observation
from analyzers.model.rule import NO_RULES, RuleSets

T = TypeVar("T")


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


class Memo:
    """What several units of one visit derive from the same artifact, made once.

    The key is the function and the artifact's bytes and claims; treat what comes back as read-only.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[Callable[..., Any], str, str, str], Any] = {}

    def once(self, make: Callable[[Artifact], T], artifact: Artifact) -> T:
        """``make(artifact)``, or what it gave before; what it raises is not kept."""
        key = (make, artifact.sha256, artifact.kind, artifact.declared_type)
        if key not in self._made:
            self._made[key] = make(artifact)
        made: T = self._made[key]
        return made


@dataclass(frozen=True, slots=True)
class Context:
    """What a unit may know beside the bytes.

    ``message`` is the message the artifact is, or the bodies belong to: set once the message unit
    has spoken.  ``fidelity`` is that of the artifact under examination.  ``views`` asks for what
    only a window shows.  ``own_tenants`` are ids of our tenants at their providers,
    ``own_servers`` names by which our servers sign their headers, and ``known_domains`` those of
    partners and brands that others pose as.  ``answers`` maps (need kind, key) to its answer.
    ``hints`` are passwords that the mail around the artifact gives.
    ``rules`` are compiled YARA rules, prepared before the box is closed.
    """

    own_domains: frozenset[str] = frozenset()
    own_tenants: frozenset[str] = frozenset()
    own_servers: frozenset[str] = frozenset()
    known_domains: frozenset[str] = frozenset()
    fidelity: Fidelity = Fidelity.UNKNOWN
    views: bool = True
    passwords: tuple[str, ...] = ()
    hints: tuple[PasswordHint, ...] = ()
    answers: MappingProxyType[tuple[str, str], str] = field(
        default_factory=lambda: MappingProxyType({})
    )
    limits: Limits = Limits()
    message: Message | None = None
    rules: RuleSets = NO_RULES
    memo: Memo = field(default_factory=Memo, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unit:
    """One analyzer: a name, the kinds it takes and a generator of observations.

    ``version`` is part of every cache key: raise it and stored results are made again.
    ``imports`` are the modules worth loading before boxes are forked; the unit's own module imports
    them lazily, inside its functions, so that a host that never meets its kind never pays.
    ``asks`` are the kinds of needs whose answers it reads, whether it asks for them itself or not:
    with a further answer of these kinds it is run again, and no other unit.
    ``general`` units run on artifacts of every kind; that one of them ended well does not make an
    artifact count as analysed, since none knows what it is.  Kinds that such a unit names all the
    same are those it does know.
    """

    name: str
    version: int
    kinds: frozenset[str]
    examine: Callable[[Artifact, Context], Iterator[Observation]]
    imports: tuple[str, ...] = ()
    asks: frozenset[str] = frozenset()
    general: bool = False
