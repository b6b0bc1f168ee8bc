"""Where a file ends by its own format, and how much filler ends it."""

from __future__ import annotations

import struct

from analyzers.lib import formatends

CHUNKS = 100_000  # of a PNG or GIF followed
SLACK = 16  # bytes behind the end that writers leave as alignment


def padding(data: bytes) -> int:
    """How many bytes at the end repeat the last one."""
    return len(data) - len(data.rstrip(data[-1:])) if data else 0


def appended(data: bytes, kind: str) -> int | None:
    """The offset of what follows the format's end; None where nothing does, or it has no end."""
    walkers = {"png": _png, "gif": _gif, "jpg": _jpg}
    walker = walkers.get(kind)
    end = walker(data) if walker else formatends.end(data, kind)
    if end is None or len(data) - end <= SLACK or not data[end:].strip(b"\0\r\n \xff"):
        return None
    return end


def _png(data: bytes) -> int | None:
    """Behind the IEND chunk (PNG specification, 5.3)."""
    at = 8
    for _ in range(CHUNKS):
        if at + 12 > len(data):
            return None
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at - 8 : at - 4] == b"IEND":  # empty: its name stands before the checksum
            return at
    return None


def _gif(data: bytes) -> int | None:
    """Behind the trailer byte (GIF89a, 27), blocks skipped by their sizes."""
    if len(data) < 13:
        return None
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    for _ in range(CHUNKS):
        if at >= len(data):
            return None
        if data[at] == 0x3B:
            return at + 1
        if data[at] == 0x21:
            at = _blocks(data, at + 2)
        elif data[at] == 0x2C and at + 9 < len(data):
            flags = data[at + 9]
            at = _blocks(data, at + 11 + (3 << (flags & 7) + 1 if flags & 0x80 else 0))
        else:
            return None
    return None


def _blocks(data: bytes, at: int) -> int:
    """Past a chain of GIF sub-blocks."""
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1


def _jpg(data: bytes) -> int | None:
    """Behind the end-of-image marker (T.81, annex B), segments skipped by their lengths."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker in range(0xD0, 0xD8) or marker == 0x01:
            at += 2
            continue
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == 0xDA:
            at = _scan(data, at)
    return at + 2 if data[at : at + 2] == b"\xff\xd9" else None


def _scan(data: bytes, at: int) -> int:
    """Past entropy-coded data: to the next 0xFF that is neither stuffed nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in (0x00, *range(0xD0, 0xD8)):
            return at
        at += 2
    return len(data)
