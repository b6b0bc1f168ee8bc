"""Finds pictures drawn with characters: blocks, half blocks, braille, or one letter and gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

Matrix = list[list[bool]]

LEAST: Final = 21  # modules of the smallest QR code (ISO/IEC 18004)
MOST: Final = 400  # characters of a line: two for each module
HIGHEST: Final = 200  # modules of the largest code, its margin and some more
READ: Final = 200_000  # characters searched
PICTURES: Final = 4  # of one text

_BLOCKS = re.compile("[\u2580-\u259f\u25a0\u25a1\u2b1b\u2b1c\u2800-\u28ff]")
_BRAILLE: Final = 0x2800
# Dots of a braille character by bit: column, row (Unicode, "Braille Patterns").
_DOTS: Final = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
_LIGHT: Final = frozenset(" \u00a0\u2003\u3000\u2591\u25a1\u2b1c.,_-0\u2800")
_UPPER, _LOWER, _LEFT, _RIGHT = "▀", "▄", "▌", "▐"


def matrices(text: str) -> Iterator[Matrix]:
    """Matrices of dark and light that stretches of lines may draw."""
    lines = [line.rstrip("\r") for line in text[:READ].split("\n")]
    stretch: list[str] = []
    made = 0
    for line in [*lines, ""]:
        if _drawn(line) and (not stretch or abs(len(line) - len(stretch[-1])) <= len(stretch[-1])):
            stretch.append(line)
            continue
        if 2 * len(stretch) >= LEAST // 2 and made < PICTURES:
            for matrix in _matrix(stretch):
                made += 1
                yield matrix
        stretch = [line] if _drawn(line) else []


def likely(text: str) -> bool:
    """Whether a text may hold such a picture at all; cheap."""
    return "##" in text or "\u2588" in text or len(_BLOCKS.findall(text[:READ])) >= LEAST


def _drawn(line: str) -> bool:
    """Whether a line consists of blocks, or of one letter and gaps."""
    if not 10 <= len(line.strip("\r")) <= MOST:
        return False
    letters = set(line) - _LIGHT
    if not letters:
        return not line.isspace() and len(set(line)) <= 2
    return len(letters) == 1 or all(_BLOCKS.match(letter) for letter in letters)


def _matrix(lines: list[str]) -> Iterator[Matrix]:
    joined = "".join(lines)
    if any(0x2800 < ord(c) <= 0x28FF for c in joined):
        rows = _braille(lines)
    elif _UPPER in joined or _LOWER in joined:
        rows = _halves(lines)
    else:
        rows = [[c not in _LIGHT for c in line] for line in lines]
    width = max(map(len, rows))
    rows = [row + [False] * (width - len(row)) for row in rows[:HIGHEST]]
    if len(rows) < LEAST or width < LEAST:
        return
    if width >= 1.6 * len(rows):  # two characters for each module
        rows = [row[0::2] for row in rows]
    yield rows
    yield [[not dark for dark in row] for row in rows]


def _halves(lines: list[str]) -> Matrix:
    rows: Matrix = []
    for line in lines:
        rows.append([c not in _LIGHT and c != _LOWER for c in line])
        rows.append([c not in _LIGHT and c != _UPPER for c in line])
    return rows


def _braille(lines: list[str]) -> Matrix:
    rows: Matrix = []
    for line in lines:
        block = [[False] * (2 * len(line)) for _ in range(4)]
        for column, character in enumerate(line):
            bits = ord(character) - _BRAILLE
            for bit, (x, y) in enumerate(_DOTS):
                if 0 <= bits <= 0xFF and bits >> bit & 1:
                    block[y][2 * column + x] = True
        rows += block
    return rows
