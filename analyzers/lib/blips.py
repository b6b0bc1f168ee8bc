"""Pictures stored in binary Office documents: OfficeArt blips ([MS-ODRAW] 2.2.23)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

from analyzers.lib import biff

DRAWINGS: Final = (0x00EB, 0x003C)  # MsoDrawingGroup and its continuations ([MS-XLS] 2.4.171)
LONGEST = 32 << 20  # bytes of one picture
_HEAD = re.compile(rb"([\x00-\xff]{2})([\x1d\x1e\x2a])\xf0([\x00-\xff]{4})", re.DOTALL)
# Instances that carry two identifiers of 16 bytes in place of one.
_TWO_IDENTIFIERS = frozenset((0x46B, 0x6E1, 0x6E3))
_STARTS: Final = (b"\x89PNG", b"\xff\xd8\xff")


def pictures(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Ending of the name, and content, of each PNG and JPEG picture in a stream."""
    at = 0
    while match := _HEAD.search(data, at):
        at = match.end()
        (size,) = struct.unpack("<I", match.group(3))
        instance = struct.unpack("<H", match.group(1))[0] >> 4
        start = at + (33 if instance in _TWO_IDENTIFIERS else 17)
        end = match.end() + size
        if size <= LONGEST and end <= len(data) and data.startswith(_STARTS, start):
            yield "png" if data[start] == 0x89 else "jpg", data[start:end]
            at = end


def of_workbook(stream: bytes) -> bytes:
    """The drawings of a book in one piece; they are cut into records of some 8 KiB."""
    parts: list[bytes] = []
    last = 0
    for kind, body in biff.records(stream):
        if kind == DRAWINGS[0] or (kind == DRAWINGS[1] and last == DRAWINGS[0]):
            parts.append(body)
            kind = DRAWINGS[0]
        last = kind
    return b"".join(parts)
