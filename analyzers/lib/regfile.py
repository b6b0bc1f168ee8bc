"""Reads registry scripts (.reg): which keys they set or delete, and to what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LINES: Final = 100_000  # read; an export of a whole branch is no mail attachment
VALUE: Final = 8_192  # characters of one value kept
_HEX = re.compile(r"hex(?:\((?:2|7)\))?:([0-9a-f, \t]*)", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """``value`` is text where the type allows; ``deleted`` says that key or value is removed."""

    key: str
    name: str
    value: str
    line: int
    deleted: bool = False


def read(text: str) -> Iterator[Entry]:
    """Entries in order, a key's removal as one without name (Microsoft, "How to add, modify, or
    delete registry subkeys and values by using a .reg file")."""
    key, pending, start = "", "", 0
    for number, raw in enumerate(text.splitlines()[:LINES], 1):
        line = raw.strip()
        if pending:
            line, pending = (pending + line)[: 2 * VALUE], ""
        else:
            start = number
        if line.endswith("\\") and not line.endswith('\\"') and not line.startswith("["):
            pending = line[:-1]
            continue
        if line.startswith("[") and line.endswith("]"):
            key = line[1:-1]
            if key.startswith("-"):
                yield Entry(key[1:], "", "", start, deleted=True)
        elif key and line[:1] in ('"', "@"):
            yield from _entry(key, line, start)


def _entry(key: str, line: str, number: int) -> Iterator[Entry]:
    if line.startswith("@"):
        name, rest = "(default)", line[1:]
    else:
        end = line.find('"', 1)
        name, rest = line[1:end], line[end + 1 :]
    value = rest.strip().removeprefix("=").strip()
    yield Entry(key, name, _value(value)[:VALUE], number, deleted=value == "-")


def _value(text: str) -> str:
    if text.startswith('"'):
        return text[1:].removesuffix('"').replace('\\"', '"').replace("\\\\", "\\")
    packed = _HEX.match(text)
    if packed is None:
        return text
    numbers = [part.strip() for part in packed.group(1).split(",")]
    raw = bytes(int(n, 16) for n in numbers[:VALUE] if n and len(n) <= 2)
    shown = raw[: len(raw) & ~1].decode("utf-16-le", "replace").replace("\0", " ").strip()
    return shown if "(" in packed.group()[:6] else text
