"""Reads the blocks of RAR archives before version 5 (technote.txt of RAR 2 to 4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from analyzers.lib.rarmember import RarMember

SIGNATURE: Final = b"Rar!\x1a\x07\0"
_BLOCK: Final = struct.Struct("<HBHH")  # checksum, type, flags, size
_FILE: Final = struct.Struct("<IIBIIBBHI")
_MAIN, _FILE_TYPE, _END = 0x73, 0x74, 0x7B
_HEADERS_LOCKED, _SOLID_ARCHIVE, _VOLUME = 0x80, 0x08, 0x01  # flags of the main block
_SPLIT, _LOCKED, _SOLID, _DIRECTORY, _LARGE, _UNICODE, _LONG = (
    3,
    4,
    0x10,
    0xE0,
    0x100,
    0x200,
    0x8000,
)
_STORED: Final = 0x30
_VERSION: Final = 29  # tenths of the first RAR whose packing libarchive knows
_LINK: Final = 0o120000  # st_mode of a symbolic link, on Unix
_UNIX: Final = 3
BLOCKS: Final = 20_000


def head(data: bytes, start: int) -> tuple[bytes, int]:
    """Signature and main block, and the main block's flags."""
    at = start + len(SIGNATURE)
    if at + _BLOCK.size > len(data):
        return data[start:at], 0
    _, kind, flags, size = _BLOCK.unpack_from(data, at)
    return (data[start : at + size], flags) if kind == _MAIN else (data[start:at], 0)


def locked(flags: int) -> bool:
    return bool(flags & _HEADERS_LOCKED)


def solid(flags: int) -> bool:
    return bool(flags & _SOLID_ARCHIVE)


def volume(flags: int) -> bool:
    return bool(flags & _VOLUME)


def members(data: bytes, start: int) -> Iterator[RarMember]:
    """Each file block; ends at the first that makes no sense."""
    at = start + len(SIGNATURE)
    for _ in range(BLOCKS):
        if at + _BLOCK.size > len(data):
            return
        _, kind, flags, size = _BLOCK.unpack_from(data, at)
        if size < _BLOCK.size or kind == _END:
            return
        behind = _added(data, at, flags, kind)
        if kind == _FILE_TYPE and size >= 32 and at + size <= len(data):
            member = _member(data, at, flags, size, behind)
            behind = member.packed
            yield member
        at += size + behind


def _added(data: bytes, at: int, flags: int, kind: int) -> int:
    if not flags & _LONG or kind == _MAIN or at + 11 > len(data):
        return 0
    return int(struct.unpack_from("<I", data, at + 7)[0])


def _member(data: bytes, at: int, flags: int, size: int, packed: int) -> RarMember:
    fields = _FILE.unpack_from(data, at + _BLOCK.size)
    _, unpacked, system, checksum, _, version, method, length, attributes = fields
    start = at + 32
    if flags & _LARGE and size >= 40:
        high = struct.unpack_from("<II", data, start)
        packed, unpacked, start = packed | high[0] << 32, unpacked | high[1] << 32, start + 8
    raw = data[start : min(start + length, at + size)]
    begin = at + size
    return RarMember(
        name=_name(raw, flags),
        size=unpacked,
        packed=packed,
        offset=begin,
        block=data[at : begin + packed],
        directory=flags & _DIRECTORY == _DIRECTORY,
        encrypted=bool(flags & _LOCKED),
        split=bool(flags & _SPLIT),
        solid=bool(flags & _SOLID),
        stored=method == _STORED,
        link=system == _UNIX and attributes >> 16 == 0 and attributes & 0o170000 == _LINK,
        foreign=version < _VERSION or bool(flags & _SOLID),
        checksum=checksum,
    )


def _name(raw: bytes, flags: int) -> str:
    plain, mark, coded = raw.partition(b"\0")
    if not flags & _UNICODE:
        return plain.decode("cp437", "replace")
    if not mark:
        return raw.decode("utf-8", "replace")
    return _wide(plain, coded).decode("utf-16-le", "replace")


def _wide(plain: bytes, coded: bytes) -> bytes:
    """The packed form of wide names: two bits say how each next character is written."""
    feed, out = iter(coded), bytearray()
    try:
        high, flags, bits = next(feed), 0, 0
        while True:
            if not bits:
                flags, bits = next(feed), 8
            bits -= 2
            how = flags >> bits & 3
            if how < 3:
                low = next(feed)
                out += bytes((low, (0, high, next(feed) if how == 2 else 0)[how]))
                continue
            count = next(feed)
            shift = next(feed) if count & 0x80 else 0
            top = high if count & 0x80 else 0
            for _ in range((count & 0x7F) + 2):
                out += bytes((plain[len(out) // 2] + shift & 0xFF, top))
    except (StopIteration, IndexError):
        return bytes(out)
