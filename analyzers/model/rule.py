"""The rules an analysis is given, and what of them matched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RuleSets:
    """Compiled YARA rules, their namespaces of the form pack/file.

    ``whole`` holds every pack, for one pass over the bytes; ``own`` ours alone, which is what is
    left where the whole does not come to its end.  Both are the same where there is no other pack.
    """

    whole: Any = None
    own: Any = None
    packs: tuple[str, ...] = ()


NO_RULES = RuleSets()


@dataclass(frozen=True, slots=True)
class MatchedString:
    """One place of one string; ``offset`` and ``length`` in bytes of the artifact."""

    identifier: str
    offset: int
    excerpt: str  # printable form, at most 120 characters; hexadecimal where ``binary``
    length: int = 0
    binary: bool = False


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """One YARA rule that matched; ``namespace`` is the file of the pack it came from."""

    rule: str
    namespace: str
    tags: tuple[str, ...]
    meta: tuple[tuple[str, str], ...]
    strings: tuple[MatchedString, ...]
    pack: str = ""
    more: int = 0  # places that were found and are not among ``strings``
