"""Lines of a body as a reader sees them, each with how deeply it is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

TEXT: Final = 200_000  # characters of one body that are split into threads
DEEPEST: Final = 50  # levels of quotation told apart

_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
# mbox files write ">From " for a line of text that begins with "From " (RFC 4155, appendix A).
_FROM_LINE: Final = ">From "


class Line(NamedTuple):
    """One line.

    ``depth`` counts all levels of quotation, ``arrows`` those of them written as ">".  ``mark`` is
    not 0 for lines that markup shows to introduce a quoted message, the same number for those of
    one element; ``links`` are indexes into the body's links.
    """

    text: str
    depth: int = 0
    arrows: int = 0
    mark: int = 0
    links: tuple[int, ...] = ()


def of_text(text: str) -> list[Line]:
    """The lines of plain text, within its first ``TEXT`` characters."""
    return list(unquoted(map(Line, text[:TEXT].splitlines())))


def unquoted(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines with their ">" signs counted and taken off."""
    for line in lines:
        text = line.text
        match = _QUOTE.match(text) if ">" in text[:4] and not text.startswith(_FROM_LINE) else None
        if match is None:
            yield line
            continue
        depth = min(line.depth + match[0].count(">"), DEEPEST)
        yield line._replace(text=text[match.end() :], depth=depth, arrows=depth - line.depth)
