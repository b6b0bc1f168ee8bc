"""Cuts a stream of JSON text into its outermost objects, however large the whole is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

CHUNK = 1 << 16  # characters read at once
LARGEST = 4 << 20  # characters of one record; real ones have some thousands

_OUTSIDE = re.compile(r'["{}]')
_INSIDE = re.compile(r'["\\]')


class Cutter:
    """Takes text bit by bit and gives whole objects, None for one that is too long.  ``open``
    tells whether the text so far ends within an object."""

    def __init__(self) -> None:
        self._depth = 0
        self._quoted = False
        self._skip = 0
        self._parts: list[str] = []
        self._size = 0

    @property
    def open(self) -> bool:
        return self._depth > 0

    def take(self, text: str) -> Iterator[str | None]:
        place, start = min(self._skip, len(text)), 0
        self._skip -= place
        while match := (_INSIDE if self._quoted else _OUTSIDE).search(text, place):
            place, sign = match.end(), match.group()
            if sign == "\\":
                self._skip = place + 1 - min(place + 1, len(text))
                place = min(place + 1, len(text))
            elif sign == '"':
                self._quoted = not self._quoted and self._depth > 0
            elif sign == "{":
                start = match.start() if not self._depth else start
                self._depth += 1
            elif self._depth:
                self._depth -= 1
                if not self._depth:
                    yield self._whole(text[start:place])
                    start = place
        if self._depth:
            self._keep(text[start:])

    def _keep(self, text: str) -> None:
        self._size += len(text)
        if self._size <= LARGEST:
            self._parts.append(text)

    def _whole(self, last: str) -> str | None:
        self._keep(last)
        found = "".join(self._parts) if self._size <= LARGEST else None
        self._parts, self._size = [], 0
        return found


def chunks(stream: TextIO) -> Iterator[str]:
    while text := stream.read(CHUNK):
        yield text
