"""Makes defanged addresses live again, and live ones safe to show."""

from __future__ import annotations

import re
from typing import Final

# What people and tools write for a dot and an at sign: [.] (.) {.} [dot] (dot) {dot} <dot> ...
_BRACKET: Final = r"[\[({{<]{gap}(?:{what}){gap}[\])}}>]"
_DOT_WORDS: Final = r"\.|dot|d0t|punkt"
_AT_WORDS: Final = r"@|at"
_DOT = re.compile(_BRACKET.format(gap=r"[ \t]{0,2}", what=_DOT_WORDS), re.I)
_SPACED_DOT = re.compile(
    r"(?<=\w)[ \t]{0,2}"
    + _BRACKET.format(gap=r"[ \t]{0,2}", what=_DOT_WORDS)
    + r"[ \t]{0,2}(?=\w)",
    re.I,
)
_AT = re.compile(_BRACKET.format(gap=r"[ \t]{0,2}", what=_AT_WORDS), re.I)
# "http [:] //", "http[://]", "http[:]//", "hxxp:\\": one colon and two slashes, however fenced.
COLON: Final = r"(?:\[:\]|\(:\)|:)(?://|\\\\|\[//\])|\[:(?://|\\\\)\]"
# hxxp, hXXp, h**p, h__p, htxp, hxtp, httx; "meow" is what Hatching Triage writes for "http".
SCHEMES: Final = r"h[tx*_]{2}[px]s?|meows?|ftps?|fxps?"
_HEAD = re.compile(rf"({SCHEMES})(?:{COLON})", re.I)
_LIVE: Final = {"meow": "http", "meows": "https", "fxp": "ftp", "fxps": "ftps"}


def refang(text: str) -> str:
    """A live address from a defanged one; one without a scheme becomes a web address."""
    head = _HEAD.match(text)
    scheme, rest = (_scheme(head.group(1)), text[head.end() :]) if head else ("http", text)
    end = re.search(r"[/?#\\]", rest)
    cut = end.start() if end else len(rest)
    authority = rest[:cut]
    if any(mark in authority for mark in "[({<"):
        authority = _AT.sub("@", _DOT.sub(".", authority))
    return f"{scheme}://{authority}{rest[cut:]}"


def _scheme(text: str) -> str:
    lower = text.lower()
    if lower in _LIVE:
        return _LIVE[lower]
    if lower[0] == "h":
        return "https" if lower.endswith("s") else "http"
    return lower


def defang(url: str) -> str:
    """An address nobody can click, as reports write it; ``refang`` undoes it."""
    scheme, colon, rest = url.partition("://")
    if not colon:
        return url.replace(".", "[.]")
    cut = next((n for n, sign in enumerate(rest) if sign in "/?#\\"), len(rest))
    dead = re.sub("t", "x", scheme, flags=re.I) if scheme.lower().startswith("http") else scheme
    return f"{dead}://{rest[:cut].replace('.', '[.]')}{rest[cut:]}"


def dots(text: str) -> str:
    """Running text with the bracketed dots of its host names made plain; lines stay lines."""
    return _SPACED_DOT.sub(".", text) if _DOT.search(text) else text
