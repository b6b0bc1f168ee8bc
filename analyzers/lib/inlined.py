"""Files that stand in the text of a message itself: uuencode, yEnc and BinHex."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib.transfer import transfer_decode

FILES: Final = 100  # of one text; further ones are counted and not read
_NAME: Final = 255  # bytes of a file name
_BEGIN = re.compile(rb"(?:\A|\n)begin [0-7]{3,4} ([^\r\n]{1,255})\r*\n(?=[\x20-\x60])")
_END = re.compile(rb"\nend[ \t]*\r*(?:\n|\Z)")
_YBEGIN = re.compile(rb"(?:\A|\n)=ybegin ([^\r\n]{1,500})\r*\n")
_YEND = re.compile(rb"\n=yend[^\r\n]{0,500}")
_YNAME = re.compile(rb"name=([^\r\n]{1,255})")
_YPART = re.compile(rb"=ypart[^\r\n]{0,500}\r*\n")
_ESCAPED = re.compile(rb"=(.)", re.S)
_SHIFT = bytes((each - 42) % 256 for each in range(256))  # yEnc adds 42 to each byte
_BINHEX = b"(This file must be converted with BinHex"  # RFC 1741


@dataclass(frozen=True, slots=True)
class Inlined:
    """One file; ``offset`` is that of its first line in the text.  BinHex is not unpacked."""

    form: str  # uuencode, yEnc, BinHex
    name: str
    data: bytes
    offset: int
    whole: bool  # whether its last line was found


def inlined(text: bytes) -> Iterator[Inlined]:
    """The files in a body, at most ``FILES`` and one more of each form."""
    if b"begin " in text:
        yield from _pieces(text, "uuencode", _BEGIN, _END)
        yield from _pieces(text, "yEnc", _YBEGIN, _YEND)
    if (place := text.find(_BINHEX)) >= 0:
        yield Inlined("BinHex", "", b"", place, whole=False)


def _pieces(
    text: bytes, form: str, begin: re.Pattern[bytes], end: re.Pattern[bytes]
) -> Iterator[Inlined]:
    place = 0
    for _ in range(FILES + 1):
        opening = begin.search(text, place)
        if opening is None:
            return
        closing = end.search(text, opening.end() - 1)
        following = begin.search(text, opening.end() - 1)
        if closing and following and following.start() < closing.start():
            closing = None
        place = min(match.start() if match else len(text) for match in (closing, following))
        content = text[opening.end() : place]
        data = _uu(content) if form == "uuencode" else _y(content)
        offset = opening.start() + (text[opening.start()] == 0x0A)
        yield Inlined(form, _named(opening[1], form), data, offset, closing is not None)


def _named(line: bytes, form: str) -> str:
    match = _YNAME.search(line) if form == "yEnc" else None
    return (match[1] if match else line).strip()[:_NAME].decode("utf-8", "replace")


def _uu(content: bytes) -> bytes:
    return transfer_decode(b"begin 644 x\n" + content + b"\nend\n", "x-uuencode")[0]


def _y(content: bytes) -> bytes:
    """Line ends are no content; an escaped byte has another 64 added."""
    content = _YPART.sub(b"", content, count=1).translate(None, b"\r\n")
    plain = _ESCAPED.sub(lambda match: bytes([(match[1][0] - 64) % 256]), content)
    return plain.translate(_SHIFT)
