"""Keeps text quick to lay out: Qt's time grows with the square of a word that it cannot break.

Measured on two shared cores: one word of 200,000 letters 4.8 s, one of 12,000 letters that are
Latin and Cyrillic in turn 0.6 s; the same with a line end every 200 characters a few milliseconds.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

WORD = 2_000  # characters of a word in one script
MIXED = 200  # characters of a word that goes from script to script
CHANGES = 20  # of script in one word; no honest word has more
WIDE = 1_000  # characters of a line
LINES = 20_000  # of one text

_LONG_WORDS = re.compile(rf"\S{{{MIXED + 1},}}")
_WRAPPED_ANYWHERE = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL"})


def lines(text: str) -> str:
    """The text with long lines broken, and cut after so many of them; says what is missing."""
    rows = text.replace("\r\n", "\n").split("\n", LINES)
    rest = f"\n… (+{len(rows[LINES]):,} characters not shown)" if len(rows) > LINES else ""
    return "\n".join(map(_broken_line, rows[:LINES])) + rest


def _broken_line(row: str) -> str:
    if len(row) <= WIDE:
        return row
    return "\n".join(row[start : start + WIDE] for start in range(0, len(row), WIDE))


def broken(text: str) -> str:
    """The same text with line ends in words that would hold the window up."""
    return _LONG_WORDS.sub(_broken_word, text) if len(text) > MIXED else text


def _broken_word(match: re.Match[str]) -> str:
    word = match[0]
    step = MIXED if changes(word) > CHANGES else WORD
    return "\n".join(word[start : start + step] for start in range(0, len(word), step))


def changes(word: str) -> int:
    """How often a word goes from one script to another."""
    if word.isascii():
        return 0
    scripts = [script for script in map(_script, word) if script]
    return sum(one != other for one, other in pairwise(scripts))


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    """ "LATIN", "HEBREW" ...; "" for what takes the script of its neighbours or wraps anywhere."""
    if not character.isalpha():
        return ""
    script = unicodedata.name(character, "").partition(" ")[0]
    return "" if script in _WRAPPED_ANYWHERE else script
