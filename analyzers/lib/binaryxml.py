"""Reads Android's binary XML (ResXMLTree in ResourceTypes.h) under bounds."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.model.unit import Unreadable

STRINGS, CHUNKS, ATTRIBUTES = 20_000, 20_000, 200
_XML, _POOL, _START = 0x0003, 0x0001, 0x0102
_UTF8: Final = 0x100
_TEXT, _TRUE = 0x03, 0x12  # types of values: a string, a truth value
_LONGEST: Final = 1000  # characters of one string


@dataclass(frozen=True, slots=True)
class Element:
    name: str
    attributes: dict[str, str]


def read(data: bytes) -> Iterator[Element]:
    """Start tags in their order; raises ``Unreadable``."""
    if len(data) < 16 or int.from_bytes(data[:2], "little") != _XML:
        raise Unreadable("Not readable as Android's binary XML")
    strings: list[str] = []
    at = 8
    for _ in range(CHUNKS):
        if at + 8 > len(data):
            return
        kind, _, size = struct.unpack_from("<HHI", data, at)
        if size < 8:
            return
        if kind == _POOL and not strings:
            strings = list(_strings(data[at : at + size]))
        elif kind == _START and at + 36 <= len(data):
            yield _element(data, at, strings)
        at += size


def _strings(pool: bytes) -> Iterator[str]:
    if len(pool) < 28:
        return
    count, _, flags, start = struct.unpack_from("<4I", pool, 8)
    raw = pool[28 : 28 + 4 * min(count, STRINGS)]
    for offset in struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) & ~3]):
        yield _utf8(pool, start + offset) if flags & _UTF8 else _utf16(pool, start + offset)


def _utf16(pool: bytes, at: int) -> str:
    size = int.from_bytes(pool[at : at + 2], "little")
    raw = pool[at + 2 : at + 2 + 2 * min(size & 0x7FFF, _LONGEST)]
    return raw.decode("utf-16-le", "replace")


def _utf8(pool: bytes, at: int) -> str:
    """Two lengths of one or two bytes each: in characters, then in bytes."""
    for _ in range(2):
        wide = at < len(pool) and pool[at] & 0x80
        size = int.from_bytes(pool[at : at + 2], "big") & 0x7FFF if wide else pool[at : at + 1]
        at += 2 if wide else 1
    length = size if isinstance(size, int) else int.from_bytes(size, "big")
    return pool[at : at + min(length, _LONGEST)].decode("utf-8", "replace")


def _element(data: bytes, at: int, strings: list[str]) -> Element:
    def word(index: int) -> str:
        return strings[index] if index < len(strings) else ""

    name, start, size, count = struct.unpack_from("<IHHH", data, at + 20)
    attributes: dict[str, str] = {}
    for place in range(at + 16 + start, at + 16 + start + size * min(count, ATTRIBUTES), size or 1):
        if place + 20 > len(data) or size < 20:
            break
        _, key, raw, _, _, kind, value = struct.unpack_from("<IIIHBBI", data, place)
        shown = word(raw) or (word(value) if kind == _TEXT else "")
        if not shown:
            shown = str(bool(value)).lower() if kind == _TRUE else str(value)
        attributes.setdefault(word(key), shown)
    return Element(word(name), attributes)
