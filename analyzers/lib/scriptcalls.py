"""Finds what scripts call: names out of tables, with their argument, line and meaning.

The tables are searched word by word, which costs a linear pass each and never more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from analyzers.lib.calltables import TABLES, Row
from analyzers.lib.strings import printable

EACH: Final = 12  # places of one name that are told
ALL: Final = 400  # places in one layer
NAME: Final = 60  # characters of a name that are kept
ARGUMENT: Final = 160  # characters of an argument that are kept
_REACH: Final = 2_000  # characters searched for the end of an argument


class Found(NamedTuple):
    """One call; ``place`` counts characters."""

    row: Row
    name: str
    place: int
    line: int
    argument: str


def calls(text: str, language: str) -> list[Found]:
    """Those of a layer in their order; ``ALL`` and one more where there are more."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when they are lowered
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    places = sorted(
        (place, len(word), row)
        for row in TABLES.get(language, ())
        for word in row.words
        for place in _places(lowered, word)
    )
    found: list[Found] = []
    line, counted = 1, 0
    for place, length, row in places[: ALL + 1]:
        line += text.count("\n", counted, place)
        counted = place
        name = printable(text[place : place + length], NAME)
        found.append(Found(row, name, place, line, _argument(text, place)))
    return found


def _places(lowered: str, word: str) -> Iterator[int]:
    """Where a word stands by itself."""
    place, count = lowered.find(word), 0
    front, back = _is_word(word[0]), _is_word(word[-1])
    while place >= 0 and count < EACH:
        end = place + len(word)
        whole = not (front and place and _is_word(lowered[place - 1]))
        if whole and not (back and end < len(lowered) and _is_word(lowered[end])):
            yield place
            count += 1
        place = lowered.find(word, end)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _argument(text: str, place: int) -> str:
    """From the name on, to the end of its brackets or its line."""
    end = text.find("\n", place, place + _REACH)
    line = text[place : end if end >= 0 else place + _REACH]
    depth = 0
    for position, character in enumerate(line):
        depth += (character == "(") - (character == ")")
        if (character == ")" and depth <= 0) or (character == ";" and not depth):
            line = line[: position + (character == ")")]
            break
    return printable(line.strip(), ARGUMENT)
