"""Reads OneNote sections as servers store them ([MS-ONESTORE] 2.8): streams of [MS-FSSHTTPB]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from analyzers.lib.onestore import Blob, Properties, property_set

FORMAT: Final = UUID("638DE92F-A6D4-4BC1-9A36-B3FC2511A5B7").bytes_le
_START: Final = 68  # bytes of the header before the first stream object
_BLOB, _OBJECT = 0x02, 0x16  # [MS-FSSHTTPB] 2.2.1.5.1: types of stream objects
_OBJECTS: Final = 200_000
_LARGE: Final = 0x7FFF  # the length follows behind the header


def parts(data: bytes) -> Iterator[Blob | Properties | None]:
    """Files and property sets in order; None where there are more than are read."""
    for kind, at, length in _objects(data):
        if kind == _BLOB:
            size, used = _compact(data, at)
            body = data[at + used : at + length]
            yield Blob(at, body[:size], len(body) >= size)
        elif kind < 0:
            yield None
        elif kind == _OBJECT:
            found = _properties(data[at : at + length])
            if found is not None:
                yield found


def _objects(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Type, place and length of each; ends of nested ones are passed over (2.2.1.5)."""
    at = _START
    for _ in range(_OBJECTS):
        if at + 2 > len(data):
            return
        form = data[at] & 3
        if form in (1, 3):  # an end, of one or two bytes
            at += 1 if form == 1 else 2
            continue
        width = 2 if form == 0 else 4
        head = int.from_bytes(data[at : at + width], "little")
        kind = head >> 3 & (0x3F if form == 0 else 0x3FFF)
        length = head >> 9 & 0x7F if form == 0 else head >> 17
        at += width
        if form == 2 and length == _LARGE:
            length, used = _compact(data, at)
            at += used
        yield kind, at, length
        at += length
    yield -1, at, 0


def _compact(data: bytes, at: int) -> tuple[int, int]:
    """A compact unsigned integer (2.2.1.1) and its length: low zero bits say how long it is."""
    first = data[at] if at < len(data) else 0
    if first == 0:
        return 0, 1
    if first == 0x80:
        return int.from_bytes(data[at + 1 : at + 9], "little"), 9
    width = (first & -first).bit_length()
    return int.from_bytes(data[at : at + width], "little") >> width, width


def _guid(data: bytes, at: int) -> int:
    """The length of an extended GUID (2.2.1.7); its first byte says how its number is kept."""
    first = data[at] if at < len(data) else 0
    if first == 0:
        return 1
    return 16 + {2: 1, 5: 2, 6: 3, 7: 5}.get((first & -first).bit_length() - 1, 1)


def _properties(body: bytes) -> Properties | None:
    """What stands behind the ids that the object refers to (2.2.1.12.6.4)."""
    at = 0
    for guids in (1, 2):
        count, used = _compact(body, at)
        at += used
        for _ in range(min(count, 1_000) * guids):
            at += _guid(body, at)
    size, used = _compact(body, at)
    if not size or at + used + size > len(body):
        return None
    return property_set(body, at + used)
