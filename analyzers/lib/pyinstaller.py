"""Reads the archive that PyInstaller puts behind a program: its table and its scripts."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MAGIC: Final = b"MEI\x0c\x0b\x0a\x0b\x0e"
ENTRIES: Final = 5_000
LARGEST: Final = 16 << 20  # bytes of one unpacked script
_COOKIE: Final = struct.Struct(">8sIIII")  # magic, length, table, its length, Python's version
_ENTRY: Final = struct.Struct(">IIIIBc")
_SCRIPT: Final = b"s"


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    packed: int
    size: int
    script: bool
    offset: int
    compressed: bool


@dataclass(frozen=True, slots=True)
class Bundle:
    version: int  # of Python, 311 for 3.11
    members: tuple[Member, ...]
    cut: bool


def read(data: bytes) -> Bundle | None:
    """None where there is no such archive."""
    at = data.rfind(MAGIC)
    if at < 0 or at + 88 > len(data):
        return None
    _, length, table, size, version = _COOKIE.unpack_from(data, at)
    start = at + 88 - length
    if start < 0 or table + size > length:
        return Bundle(version, (), True)
    members = tuple(_members(data, start, start + table, start + table + size))
    return Bundle(version, members, len(members) >= ENTRIES or not members)


def _members(data: bytes, base: int, at: int, end: int) -> Iterator[Member]:
    for _ in range(ENTRIES):
        if at + _ENTRY.size > end:
            return
        length, place, packed, size, squeezed, kind = _ENTRY.unpack_from(data, at)
        if length < _ENTRY.size:
            return
        name = data[at + _ENTRY.size : at + length].partition(b"\0")[0].decode("utf-8", "replace")
        yield Member(name, packed, size, kind == _SCRIPT, base + place, bool(squeezed))
        at += length


def script(data: bytes, member: Member) -> bytes:
    """The marshalled code of one member, b"" where it cannot be unpacked within the limit."""
    raw = data[member.offset : member.offset + member.packed]
    if not member.compressed:
        return raw
    try:
        return zlib.decompressobj().decompress(raw, LARGEST)
    except zlib.error:
        return b""
