"""Reads the tables of Android bytecode (DEX format): strings, classes, methods."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from analyzers.model.unit import Unreadable

STRINGS, METHODS = 60_000, 60_000
_HEADER: Final = 0x70
_TEXT: Final = 500  # bytes of one string


@dataclass(frozen=True, slots=True)
class Dex:
    version: str
    strings: tuple[str, ...]
    classes: int
    methods: tuple[str, ...]  # "Landroid/telephony/SmsManager;.sendTextMessage"
    size: int  # as the header claims it
    cut: bool


def read(data: bytes) -> Dex:
    """Raises ``Unreadable``."""
    if len(data) < _HEADER or data[:4] != b"dex\n":
        raise Unreadable("Not readable Android bytecode: its header is cut")
    order = "<" if data[40:44] == b"\x78\x56\x34\x12" else ">"
    size = struct.unpack_from(f"{order}I", data, 32)[0]
    counts = struct.unpack_from(f"{order}14I", data, 56)
    (strings, at), (types, kinds), (methods, table) = counts[:2], counts[2:4], counts[8:10]
    texts = [_string(data, place) for place in _words(data, order, at, min(strings, STRINGS))]
    names = [
        texts[index] if index < len(texts) else ""
        for index in _words(data, order, kinds, min(types, STRINGS))
    ]
    raw = data[table : table + 8 * min(methods, METHODS)]
    calls = tuple(
        f"{names[owner]}.{texts[name]}"
        for owner, _, name in struct.iter_unpack(f"{order}HHI", raw[: len(raw) & ~7])
        if owner < len(names) and name < len(texts)
    )
    cut = strings > len(texts) or methods > METHODS or size > len(data)
    return Dex(data[4:7].decode("latin-1"), tuple(texts), counts[10], calls, size, cut)


def _words(data: bytes, order: str, at: int, count: int) -> tuple[int, ...]:
    raw = data[at : at + 4 * count]
    return struct.unpack(f"{order}{len(raw) // 4}I", raw[: len(raw) & ~3])


def _string(data: bytes, at: int) -> str:
    """Behind its length in a variable number of bytes, up to a zero."""
    start = at
    while start < at + 5 and start < len(data) and data[start] & 0x80:
        start += 1
    return data[start + 1 : start + 1 + _TEXT].partition(b"\0")[0].decode("utf-8", "replace")
