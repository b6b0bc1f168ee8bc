"""Takes a recipient's address out of a link before it is looked up or exported."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from analyzers.lib import inner
from analyzers.lib.recipients import Spelling, spellings

MARK: Final = "masked-recipient"  # of characters that are safe anywhere in an address
_PACKED = re.compile(r"(?<![\w-])e[JNA][\w-]{16,16000}")


def masked(url: str, recipients: Iterable[str]) -> str:
    """The address with every spelling of a recipient replaced by ``MARK``.

    Plain, percent-encoded at any depth, base64 at each offset, hexadecimal, reversed, ROT13, MD5,
    SHA-1 and SHA-256, and inside packed tokens; a name alone or an encryption is not recognised.
    """
    known = spellings(tuple(recipients))
    if not known:
        return url
    url = _PACKED.sub(lambda match: _token(match.group(), known), url)
    for pattern in _patterns(known):
        url = pattern.sub(MARK, url)
    return url


def _token(text: str, known: tuple[Spelling, ...]) -> str:
    opened = unquote(inner.unpacked(text)).lower()
    carries = any(s.how == "plain" and s.text in opened for s in known)
    return MARK if carries else text


@lru_cache(maxsize=8)
def _patterns(known: tuple[Spelling, ...]) -> tuple[re.Pattern[str], ...]:
    """The longest first, so that no part of a spelling is left behind."""
    ordered = sorted(known, key=lambda spelling: -len(spelling.text))
    return tuple(
        re.compile("".join(map(_character, spelling.text)), re.I | re.S) for spelling in ordered
    )


def _character(sign: str) -> str:
    """A character as it is, or as its UTF-8 bytes in percent codes at any depth."""
    codes = "".join(f"%(?:25){{0,8}}{byte:02x}" for byte in sign.encode("utf-8", "replace"))
    upper = "".join(f"%(?:25){{0,8}}{b:02x}" for b in sign.upper().encode("utf-8", "replace"))
    return f"(?:{re.escape(sign)}|{codes}|{upper})"
