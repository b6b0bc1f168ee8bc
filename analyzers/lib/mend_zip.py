"""Gives a ZIP archive whose directory is lost a new one, made from its members' own headers."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

LOCAL = struct.Struct("<4s5H3L2H")  # APPNOTE.TXT 4.3.7
CENTRAL = struct.Struct("<4s6H3L5H2L")  # 4.3.12
END = struct.Struct("<4s4H2LH")  # 4.3.16
UTF8_NAME = 0x800  # 4.4.4
MEMBERS = 2_000  # headers followed
_STARTS = re.compile(rb"PK\x03\x04|PK\x01\x02|PK\x05\x06")


def mended(data: bytes) -> bytes | None:
    """The archive with a directory that lists what could be found; None where nothing was."""
    body = bytearray(data)
    entries = [_entry(data, at, end) for at, end in _spans(data)]
    directory = b"".join(entry for entry in entries if entry)
    if not directory:
        return None
    count = sum(1 for entry in entries if entry)
    start = len(body)
    body += directory + END.pack(b"PK\5\6", 0, 0, count, count, len(directory), start, 0)
    return bytes(body)


def _spans(data: bytes) -> Iterator[tuple[int, int]]:
    """Where each local header starts, and where the next record of any sort does."""
    starts = [match.start() for match in _STARTS.finditer(data)]
    ends = starts[1:] + [len(data)] * bool(starts)
    found = 0
    for at, end in zip(starts, ends, strict=True):
        if data[at : at + 4] == b"PK\3\4" and found < MEMBERS:
            found += 1
            yield at, end


def _entry(data: bytes, at: int, end: int) -> bytes:
    """The directory entry for the local header at ``at``; b"" where it is cut off."""
    if at + LOCAL.size > len(data):
        return b""
    head = LOCAL.unpack_from(data, at)
    _, needed, flags, method, time, date, crc, packed, size, name_length, extra_length = head
    name = data[at + LOCAL.size : at + LOCAL.size + name_length]
    room = max(0, end - at - LOCAL.size - name_length - extra_length)
    extra = _aes(data[at + LOCAL.size + name_length :][:extra_length])
    if flags & UTF8_NAME and not _is_utf8(name):
        flags &= ~UTF8_NAME
    if not packed or packed > len(data) - at:
        packed = room  # the sizes follow the content, or the content is cut off
    head = (needed, needed, flags, method, time, date, crc, packed, size or packed)
    places = (len(name), len(extra), 0, 0, 0, 0, at)
    return CENTRAL.pack(b"PK\1\2", *head, *places) + name + extra


def _aes(extra: bytes) -> bytes:
    """The one extra field that is needed to read a member: the rest may be what is broken."""
    at = extra.find(b"\x01\x99\x07\x00")
    return extra[at : at + 11] if at >= 0 else b""


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
