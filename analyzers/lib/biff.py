"""The record stream of binary workbooks ([MS-XLS] 2.1.4), walked without trusting a length."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

RECORDS = 200_000  # of one stream; a book of 10,000 rows has about as many
SHEETS = 500
BOUNDSHEET = 0x0085  # 2.4.28
HIDDEN = ("", "hidden", "very hidden")
MACRO_SHEET = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    macros: bool
    hidden: str  # "", "hidden" or "very hidden"
    place: int = 0  # of its first record in the stream


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and content of each record, up to the end or the bound."""
    at = 0
    for _ in range(RECORDS):
        if at + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def sheets(stream: bytes) -> list[Sheet]:
    """The sheets a Workbook stream lists, in order."""
    found: list[Sheet] = []
    for kind, body in records(stream):
        if kind == BOUNDSHEET and len(body) >= 6 and len(found) < SHEETS:
            state, type_ = body[4] & 3, body[5]
            (place,) = struct.unpack_from("<I", body)
            hidden = HIDDEN[min(state, 2)]
            found.append(Sheet(text(body[6:]), type_ == MACRO_SHEET, hidden, place))
    return found


def text(raw: bytes) -> str:
    """A short string: length, a byte whose lowest bit means UTF-16, then the letters (2.5.240)."""
    if len(raw) < 2:
        return ""
    wide = raw[1] & 1
    letters = raw[2 : 2 + raw[0] * (2 if wide else 1)]
    return letters.decode("utf-16-le" if wide else "latin-1", "replace")


def outside(raw: str) -> str:
    """The path or address of another workbook, from its virtual path (2.5.277); "" for none."""
    if not raw.startswith("\x01") or len(raw) < 3:
        return ""
    if raw[1] == "\x05":  # an address, with its length first
        return raw[3:]
    path = raw[1:].replace("\x03", "\\")
    if path.startswith("\x01@"):  # a share
        return "\\\\" + path[2:]
    if path.startswith("\x01"):  # a drive
        return f"{path[1]}:\\{path[2:]}"
    return path.lstrip("\x02\x04\x06\x07\x08")
