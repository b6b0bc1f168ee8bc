"""Makes the header of a compound file safe to follow, and fills in what a cut file lacks."""

from __future__ import annotations

import struct
from typing import Final

_HEADER = 512
_SHIFT = 30  # offset of the sector size, as a power of two ([MS-CFB] 2.2)
_FAT_COUNT, _MINI_COUNT, _MORE_COUNT = 0x2C, 0x40, 0x48
_FIRST_DIRECTORY, _FIRST_MINI = 0x30, 0x3C
_FAT_SECTORS, _IN_HEADER = 0x4C, 109  # where the header lists sectors of the table, and how many
_SPARE = 16  # sectors of the table beyond what the file needs; writers reserve some
_LONGEST = 16 << 20  # bytes added to a file that was cut
_END: Final = 0xFFFF_FFFE


def bounded(data: bytes) -> bytes:
    """With the counts of table sectors in the header no larger than the file can have: readers
    loop over what it claims, which goes up to four billion."""
    size = _sector(data)
    if not size:
        return data
    sectors = len(data) // size + 1
    tables = sectors // (size // 4) + _SPARE
    head = bytearray(data[:_HEADER])
    for place, most in ((_FAT_COUNT, tables), (_MINI_COUNT, sectors), (_MORE_COUNT, tables)):
        if struct.unpack_from("<I", head, place)[0] > most:
            struct.pack_into("<I", head, place, most)
    return data if head == data[:_HEADER] else bytes(head) + data[_HEADER:]


def completed(data: bytes) -> bytes:
    """With sectors up to the last that the header names; a table sector that was lost says that
    each sector is followed by the next, as writers lay out most files."""
    size = _sector(data)
    if not size:
        return data
    tables = [n for n in struct.unpack_from(f"<{_IN_HEADER}I", data, _FAT_SECTORS) if n < _END]
    named = [struct.unpack_from("<I", data, place)[0] for place in (_FIRST_DIRECTORY, _FIRST_MINI)]
    last = max([*tables, *(n for n in named if n < _END)], default=0)
    wanted = (last + 2) * size
    if wanted - len(data) > _LONGEST:
        return data
    filled = bytearray(data.ljust(max(wanted, -(-len(data) // size) * size), b"\xff"))
    for number, sector in enumerate(tables):
        if (sector + 2) * size > len(data):
            _fill(filled, (sector + 1) * size, number * (size // 4), size // 4)
    return bytes(filled)


def _fill(data: bytearray, place: int, first: int, count: int) -> None:
    struct.pack_into(f"<{count}I", data, place, *range(first + 1, first + 1 + count))


def _sector(data: bytes) -> int:
    """Bytes of a sector, 0 where the header is none."""
    shift = struct.unpack_from("<H", data, _SHIFT)[0] if len(data) >= _HEADER else 0
    return 1 << shift if shift in (9, 12) else 0
