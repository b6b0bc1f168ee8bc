"""Encoded words of header fields (RFC 2047), read as tolerantly as mail clients do, in one pass."""

from __future__ import annotations

import binascii
import re

from analyzers.lib.charset import decode
from analyzers.lib.transfer import base64_bytes

_START = re.compile(r"=\?([^\s?*]{1,60})(?:\*[^\s?]{0,20})?\?([bBqQ])\?")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")

_Word = tuple[str, bytes]  # charset and bytes


def decode_words(text: str) -> str:
    """The text with its encoded words decoded; what is none stays as it is.

    Adjacent words of one charset are joined before decoding, for senders that split a character.
    """
    if "=?" not in text:
        return text
    pieces: list[str | _Word] = []
    place = 0
    while (start := text.find("=?", place)) >= 0:
        match = _START.match(text, start)
        end = text.find("?=", match.end()) if match else -1
        if match is None:
            _add_text(pieces, text[place : start + 2])
            place = start + 2
            continue
        if end < 0:
            break
        _add_text(pieces, text[place:start])
        pieces.append((match[1].lower(), _payload(text[match.end() : end], match[2])))
        place = end + 2
    pieces.append(text[place:])
    return "".join(_spelled(pieces))


def _add_text(pieces: list[str | _Word], text: str) -> None:
    """White space between two encoded words is no text (RFC 2047, 6.2)."""
    if text.strip() or not (pieces and isinstance(pieces[-1], tuple)):
        pieces.append(text)


def _payload(text: str, encoding: str) -> bytes:
    if encoding in "bB":
        try:
            return binascii.a2b_base64(text, strict_mode=True)
        except ValueError:
            return base64_bytes(text.encode("utf-8", "surrogatepass"))[0]
    raw = text.encode("utf-8", "surrogatepass")
    return _HEX.sub(lambda m: bytes([int(m[1], 16)]), raw.replace(b"_", b" "))


def _spelled(pieces: list[str | _Word]) -> list[str]:
    spelled: list[str] = []
    run: list[bytes] = []
    charset = ""
    for piece in [*pieces, ""]:
        if run and (isinstance(piece, str) or piece[0] != charset):
            spelled.append(decode(b"".join(run), f"charset={charset}")[0])
            run = []
        if isinstance(piece, str):
            spelled.append(piece)
        else:
            charset = piece[0]
            run.append(piece[1])
    return spelled
