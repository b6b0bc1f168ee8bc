"""What a rule engine matched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MatchedString:
    identifier: str
    offset: int
    excerpt: str  # printable form, at most 120 characters


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """One YARA rule that matched; ``namespace`` is the rule file it came from."""

    rule: str
    namespace: str
    tags: tuple[str, ...]
    meta: tuple[tuple[str, str], ...]
    strings: tuple[MatchedString, ...]
