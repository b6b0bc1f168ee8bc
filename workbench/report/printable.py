"""Text from mail made harmless for a terminal: no control codes, nothing invisible, one line."""

from __future__ import annotations

import unicodedata

# Cc and Cf move the cursor or reorder text; the others have no agreed look (Unicode 15, table 4-4).
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def printable(text: str, limit: int = 400) -> str:
    """At most ``limit`` characters, with everything unseen written as an escape."""
    shown = "".join(_visible(character) for character in text[:limit])
    return shown + ("…" if len(text) > limit else "")


def _visible(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    if unicodedata.category(character) not in UNSEEN:
        return character
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")
