"""Which artifacts and units an examination is about, where it is not about all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Again:
    """One artifact to examine once more.

    ``units`` are those wanted and ``via`` those that only lead to others: to what lies further
    inside, or to the message all units read; without any of them, and with ``whole``, every unit
    runs.  Only with ``whole`` everything inside is examined too, else only what has an entry of
    its own.
    """

    sha256: str
    units: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The entries by the hash of their artifact; without any, everything is meant."""

    entries: Mapping[str, Again] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, entries: Iterable[Again]) -> Scope:
        return cls(MappingProxyType({entry.sha256: entry for entry in entries}))

    def is_whole(self, sha256: str, *, inside: bool) -> bool:
        """Whether all of an artifact is meant; ``inside`` says so of what it lies in."""
        entry = self.entries.get(sha256)
        return inside or not self.entries or (entry is not None and entry.whole)

    def finds(self, sha256: str, unit: str, *, whole: bool) -> bool:
        """Whether all that a unit finds inside an artifact is looked at: also where the unit was
        wanted for its own sake."""
        entry = self.entries.get(sha256)
        return whole or (entry is not None and unit in entry.units)

    def names(self, sha256: str) -> bool:
        return sha256 in self.entries

    def wants(self, sha256: str, unit: str, *, whole: bool) -> bool:
        """Whether a unit runs on an artifact."""
        entry = self.entries.get(sha256)
        if whole or entry is None:
            return whole
        named = (*entry.units, *entry.via)
        return not named or unit in named


EVERYTHING = Scope()
