"""Joins addresses that format=flowed text with DelSp breaks over lines (RFC 3676, 4.1)."""

from __future__ import annotations

from typing import Final

from analyzers.lib.parameters import Structured

_LONGEST: Final = 2_100  # characters of an address that grows; browsers take little more
_NEVER: Final = frozenset(
    " \t>\r"
)  # a quotation, or a line that is stuffed (RFC 3676, 4.2 and 4.4)


def deletes_spaces(kind: Structured) -> bool:
    """Whether a reader of RFC 3676 takes away the last space of a line that goes on."""
    return kind.get("format").lower() == "flowed" and kind.get("delsp").lower() == "yes"


def joined(text: str) -> str:
    """The text with each address whole; all else keeps its lines.

    A line goes on where exactly one space ends it: of two, one is kept and ends the word.
    """
    lines: list[str] = []
    grows = False
    for line in text.split("\n"):
        if grows and line and line[0] not in _NEVER:
            lines[-1] = lines[-1].rstrip("\r")[:-1] + line
        else:
            lines.append(line)
        grows = _goes_on(lines[-1])
    return "\n".join(lines)


def _goes_on(line: str) -> bool:
    bare = line.removesuffix("\r")
    if not bare.endswith(" ") or bare.endswith("  "):
        return False
    words = bare[-_LONGEST:].split()
    return bool(words) and "://" in words[-1] and len(words[-1]) < _LONGEST - 1
