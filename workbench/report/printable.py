"""Text from mail made harmless for a terminal: no control codes, nothing invisible, one line."""

from __future__ import annotations

import unicodedata


def printable(text: str, limit: int = 400) -> str:
    """At most ``limit`` characters, with everything unseen written as an escape."""
    shown = "".join(_visible(character) for character in text[:limit])
    return shown + ("…" if len(text) > limit else "")


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")
