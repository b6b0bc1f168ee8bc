"""Lines of a body as a reader sees them, each with how deeply it is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

TEXT: Final = 200_000  # characters of one body that are split into threads
DEEPEST: Final = 50  # levels of quotation told apart

# "> ", "GS> " with the initials of the quoted writer, "| " where it is no cell of a table.
_QUOTE = re.compile(
    r"[ \t]{0,3}(?:(?:[A-Z][A-Za-z]{0,3})?>[ \t]?)(?:>[ \t]?)*|\|[ \t](?!.*\|\s*\Z)|\|\Z"
)
# mbox files write ">From " for a line of text that begins with "From " (RFC 4155, appendix A).
_FROM_LINE: Final = ">From "


class Line(NamedTuple):
    """One line.

    ``depth`` counts all levels of quotation, ``signs`` those of them written as ">"; ``raw`` is the
    line with these.  ``mark`` is not 0 for lines that markup shows to introduce a quoted message,
    the same number for those of one element; ``links`` are indexes into the body's links.
    """

    text: str
    depth: int = 0
    signs: int = 0
    mark: int = 0
    links: tuple[int, ...] = ()
    raw: str = ""


def of_text(text: str) -> list[Line]:
    """The lines of plain text, within its first ``TEXT`` characters."""
    return list(unquoted(map(Line, text[:TEXT].splitlines())))


def unquoted(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines with their signs of quotation counted and taken off."""
    for line in lines:
        head = line.text[:8]
        match = None
        if (">" in head or head[:1] == "|") and not head.startswith(_FROM_LINE):
            match = _QUOTE.match(line.text)
        yield _taken_off(line, match[0]) if match else line


def _taken_off(line: Line, signs: str) -> Line:
    depth = min(line.depth + signs.count(">") + signs.count("|"), DEEPEST)
    text = line.text[len(signs) :]
    return line._replace(text=text, depth=depth, signs=depth - line.depth, raw=line.text)
