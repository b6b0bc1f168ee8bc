"""Finds characters that reorder or hide text: direction overrides, zero-width, tags."""

from __future__ import annotations

import re
from typing import Final

# Unicode Bidirectional Algorithm (UAX 9): embeddings, overrides, isolates.
BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NAMES: Final = dict(
    zip(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"),
        strict=True,
    )
)
# An override makes text read backwards; mail has no honest use for it.
OVERRIDE: Final = re.compile("[\u202d\u202e]")
ZERO_WIDTH: Final = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u2061-\u2064]")
TAGS: Final = re.compile("[\U000e0000-\U000e007f]")
# A zero-width character between two Latin letters splits a word for filters, not for readers;
# joiners have work to do in Arabic, Indic scripts and emoji.
_SPLIT_WORD = re.compile("(?<=[A-Za-z])[\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f]+(?=[A-Za-z])")
_SOFT = re.compile("(?<=[A-Za-z])\u00ad(?=[A-Za-z])")
# Flags of regions are written with tag characters after a black flag (UTS 51).
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ANY = re.compile("|".join(p.pattern for p in (BIDI, ZERO_WIDTH, TAGS, _CONTROLS)))


def split_words(text: str) -> int:
    """How many times a zero-width character stands inside a Latin word; soft hyphens excepted."""
    if not ZERO_WIDTH.search(text):
        return 0
    return len(_SPLIT_WORD.findall(text)) - len(_SOFT.findall(text))


def tagged(text: str) -> int:
    """How many tag characters stand outside emoji flags: they carry text nobody sees."""
    return len(TAGS.findall(_FLAG.sub("", text))) if TAGS.search(text) else 0


def shown(text: str) -> str:
    """The text with bidirectional controls spelt out and other invisible ones left out."""
    if text.isascii():
        return text if text.isprintable() else _CONTROLS.sub("", text)
    if not _ANY.search(text):
        return text
    text = BIDI.sub(lambda m: f"[{_NAMES[m.group()]}]", text)
    return TAGS.sub("", ZERO_WIDTH.sub("", _CONTROLS.sub("", text)))
