"""Reads section files the forgiving way Windows does: no error, the first value counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

LINES: Final = 20_000  # read; a large setup file has some thousand
VALUE: Final = 4_096  # characters of one value kept

Sections = dict[str, list[tuple[str, str]]]


def read(text: str) -> Sections:
    """Keys and values by section, all names in lower case; lines without "=" have an empty key."""
    found: Sections = {}
    inside: list[tuple[str, str]] = []
    for line in _lines(text):
        if line.startswith("[") and "]" in line:
            inside = found.setdefault(line[1 : line.index("]")].strip().lower(), [])
            continue
        key, equals, value = line.partition("=")
        pair = (key.strip().lower(), value.strip()) if equals else ("", line)
        inside.append((pair[0], pair[1][:VALUE]))
    return found


def first(sections: Sections, section: str, key: str) -> str:
    """The first value of a key, without the quotes around it; "" where there is none."""
    for name, value in sections.get(section, ()):
        if name == key:
            return value.strip().strip('"')
    return ""


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines()):
        if number >= LINES:
            return
        plain = line.strip().strip("\0")
        if plain and plain[0] not in ";#":
            yield plain
