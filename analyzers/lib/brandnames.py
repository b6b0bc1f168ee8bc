"""Finds the names of well-known organisations in a text, look-alike spellings included."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Final

from analyzers.lib.confusables import skeleton
from analyzers.lib.words import words

READ: Final = 20_000  # characters of one text that are searched
MOST: Final = 30  # names kept
_SKELETONS: Final = 200  # words of mixed scripts that are compared

_TOKENS = re.compile(r"[^\W_]+(?:[&'+.-][^\W_]+)*\+?")
_LATIN = re.compile("[A-Za-z0-9]")
_STRANGE = re.compile("[\u0370-\u058f]")
# Names that are words too: only as their owners write them, or in capitals where they do.
_WORDS: Final = words(
    "Apple Chase Orange Shell Steam Wise Zoom Ring Stripe Visa Kraken Ledger Fidelity Target",
    "Otto OTTO Free Citi BT ING UPS RBC PNC Outlook Intuit Norton Caixa Aruba Axa Interac Teams",
)


class _Name:
    __slots__ = ("exact", "name", "spelt", "tokens")

    def __init__(self, name: str, spelling: str) -> None:
        self.name = name
        self.spelt = _TOKENS.findall(spelling)
        self.tokens = [token.casefold() for token in self.spelt]
        self.exact = spelling in _WORDS


def _read() -> dict[str, list[_Name]]:
    """By the first word, the longest names first."""
    found: dict[str, list[_Name]] = {}
    text = files("resources").joinpath("lists/brand_names.txt").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            spellings = [part.strip() for part in line.split("|")]
            for name in (_Name(spellings[0], spelling) for spelling in spellings):
                found.setdefault(name.tokens[0], []).append(name)
    for names in found.values():
        names.sort(key=lambda name: -len(name.tokens))
    return found


# Read when the module is loaded, before a box closes.
_NAMES: Final = _read()
_BY_SKELETON: Final = {
    skeleton(names[0].tokens[0]): names[-1].name
    for names in _NAMES.values()
    if len(names[-1].tokens) == 1 and len(names[-1].tokens[0]) > 4
}


def brands(texts: Iterable[str]) -> tuple[str, ...]:
    """The names met in the texts, in order of first appearance."""
    found: dict[str, None] = {}
    for text in texts:
        for name in _in(text[:READ]):
            found.setdefault(name)
            if len(found) >= MOST:
                return tuple(found)
    return tuple(found)


def named_by(word: str) -> str:
    """The name that a word in letters of several scripts is made to be read as, "" for none."""
    return _BY_SKELETON.get(skeleton(word), "")


def _in(text: str) -> Iterator[str]:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    tokens = _TOKENS.findall(text)
    compared = 0
    for place, token in enumerate(tokens):
        names = _NAMES.get(token.casefold())
        if names:
            met = next((n for n in names if _meets(n, tokens, place)), None)
            if met:
                yield met.name
        elif compared < _SKELETONS and not token.isascii() and mixed(token):
            compared += 1
            if name := named_by(token):
                yield name


def _meets(name: _Name, tokens: list[str], place: int) -> bool:
    written = tokens[place : place + len(name.tokens)]
    if name.exact:
        return written == name.spelt
    return [token.casefold() for token in written] == name.tokens


def mixed(word: str) -> bool:
    """Whether a word mixes Latin letters with Greek, Cyrillic or Armenian ones."""
    return bool(_STRANGE.search(word) and _LATIN.search(word))
