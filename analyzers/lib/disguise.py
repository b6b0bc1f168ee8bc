"""Finds letters that are not what they look like, and characters that cut words without a trace."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from analyzers.lib import invisible
from analyzers.lib.seen import SAMPLE
from analyzers.model.body import Concealment

MOST: Final = 2_000  # words kept
LONGEST: Final = 60  # letters of one

_CUT = re.compile("[A-Za-z]{1,20}[\u200b\u200c\u200d\u2060\ufeff\u034f]+[A-Za-z]{1,20}")
_SOFT = re.compile("[^\\W\\d_]{1,20}\u00ad[^\\W\\d_]{1,20}")
# A Latin letter beside one of a script that holds copies of Latin ones (UTS 39, 5.1).
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f\u0531-\u0587]")
_BESIDE = re.compile(rf"[A-Za-z]{_FOREIGN.pattern}|{_FOREIGN.pattern}[A-Za-z]")
_TOKENS = re.compile(r"\w+")
_COPIES: Final = frozenset("аеорсухіјѕԁһӏвкмнтАВЕКМНОРСТУХІЈЅԌԚԜαεικνορτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
# Latin letters from the blocks of mathematics and of full width, that no keyboard writes.
_DRESS = re.compile("[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9]")
_DRESSED = re.compile(_DRESS.pattern + "{2,}")


def mixed_words(text: str) -> list[str]:
    """Words of Latin letters in which letters of another script stand for some of them."""
    # One class of characters is searched for several times as fast as a pair of them.
    if text.isascii() or not _FOREIGN.search(text) or not _BESIDE.search(text):
        return []
    found: list[str] = []
    for token in _TOKENS.findall(text):
        if len(found) >= MOST:
            break
        foreign = [] if token.isascii() else _FOREIGN.findall(token[:LONGEST])
        if foreign and len(token) > 2 and _BESIDE.search(token) and _COPIES.issuperset(foreign):
            found.append(token[:LONGEST])
    return found


def dressed(text: str) -> list[str]:
    """Stretches of letters in the alphabets of mathematics or of full width."""
    if text.isascii() or not _DRESS.search(text):
        return []
    return _DRESSED.findall(text)[:MOST]


def undressed(text: str) -> str:
    """The text with such letters replaced by those they stand for."""
    return unicodedata.normalize("NFKC", text) if dressed(text) else text


def concealments(text: str) -> Iterator[Concealment]:
    """What single characters keep from a reader or a filter."""
    if text.isascii():
        return
    if invisible.ZERO_WIDTH.search(text):
        yield from _words("characters of no width inside words", _CUT.findall(text))
        yield from _words("soft hyphens", _SOFT.findall(text))
    yield from _words("letters of another script", mixed_words(text))
    yield from _words("letters in disguise", dressed(text))
    if tags := invisible.tagged(text):
        yield Concealment("tag characters", tags, 1, "")
    if turned := invisible.OVERRIDE.findall(text):
        yield Concealment("turned around", 0, len(turned), "")


def _words(reason: str, found: list[str]) -> Iterator[Concealment]:
    if found:
        sample = invisible.shown(" ".join(found[:20]))[:SAMPLE]
        yield Concealment(reason, sum(map(len, found)), len(found), sample)
