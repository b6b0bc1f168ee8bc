"""Reads the lists of properties inside TNEF attributes ([MS-OXTNEF] 2.1.3.4)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

from analyzers.lib.mapinames import Key

_ROWS = 4_000  # properties of one list
_VALUES = 100  # values of one property that are kept
_WORD = 512  # bytes of a name that are kept
_SEVERAL, _NAMED = 0x1000, 0x8000
_SIZES: Final = {  # bytes of the types whose length is fixed, with what pads them to four
    **dict.fromkeys((0x0002, 0x000B), 4),
    **dict.fromkeys((0x0001, 0x0003, 0x0004, 0x000A), 4),
    **dict.fromkeys((0x0005, 0x0006, 0x0007, 0x0014, 0x0040), 8),
    0x0048: 16,
}
_VARIABLE: Final = frozenset({0x000D, 0x001E, 0x001F, 0x0102})


@dataclass(slots=True)
class Bag:
    """Properties of one object: streams by the names that .msg files give them, rows of the
    table, and the tags of named ones."""

    values: dict[str, bytes] = field(default_factory=dict)
    rows: bytearray = field(default_factory=bytearray)
    names: dict[Key, str] = field(default_factory=dict)

    def fixed(self, kind: int, tag: int, value: int) -> None:
        self.rows += struct.pack("<HHIQ", kind, tag, 0, value)


class _Cut(Exception):
    """The list ends before it should, or holds a type nobody knows the length of."""


@dataclass(slots=True)
class _Cursor:
    data: bytes
    place: int = 0

    def number(self, form: str) -> int:
        size = struct.calcsize(form)
        if self.place + size > len(self.data):
            raise _Cut
        value = int(struct.unpack_from(form, self.data, self.place)[0])
        self.place += size
        return value

    def take(self, size: int) -> bytes:
        """Bytes with their padding passed over; what is there of a value that breaks off."""
        found = self.data[self.place : self.place + size]
        self.place += size + -size % 4
        return found


def read_bag(data: bytes, bag: Bag) -> bool:
    """Adds the properties of a counted list; whether all of them could be read."""
    return _read(_Cursor(data), bag)


def read_bags(data: bytes, most: int) -> tuple[list[Bag], bool]:
    """A counted list of such lists, and whether all of it could be read."""
    cursor, bags = _Cursor(data), list[Bag]()
    try:
        count = cursor.number("<I")
    except _Cut:
        return [], False
    for _ in range(min(count, most)):
        bags.append(Bag())
        if not _read(cursor, bags[-1]):
            return bags, False
    return bags, count <= most


def _read(cursor: _Cursor, bag: Bag) -> bool:
    try:
        count = cursor.number("<I")
        for _ in range(min(count, _ROWS)):
            _property(cursor, bag)
    except _Cut:
        return False
    return count <= _ROWS and cursor.place <= len(cursor.data) + 3


def _property(cursor: _Cursor, bag: Bag) -> None:
    kind, tag = cursor.number("<H"), cursor.number("<H")
    if tag >= _NAMED:
        bag.names.setdefault(_name(cursor), f"{tag:04X}")
    several, kind = kind & _SEVERAL, kind & ~_SEVERAL
    if kind in _VARIABLE:
        _values(cursor, bag, kind, tag, bool(several))
    elif kind in _SIZES:
        _numbers(cursor, bag, kind, tag, bool(several))
    else:
        raise _Cut


def _name(cursor: _Cursor) -> Key:
    group = cursor.take(16)
    if cursor.number("<I") == 0:
        return group, cursor.number("<I")
    word = cursor.take(cursor.number("<I"))[:_WORD]
    return group, word.decode("utf-16-le", "replace").rstrip("\0").lower()


def _numbers(cursor: _Cursor, bag: Bag, kind: int, tag: int, several: bool) -> None:
    if several:  # lists of numbers tell nothing here, but have to be passed over
        width = 2 if kind in (0x0002, 0x000B) else _SIZES[kind]
        cursor.take(width * cursor.number("<I"))
        return
    raw = cursor.take(_SIZES[kind])
    if len(raw) < _SIZES[kind]:
        raise _Cut
    bag.fixed(kind, tag, int.from_bytes(raw[:8], "little"))


def _values(cursor: _Cursor, bag: Bag, kind: int, tag: int, several: bool) -> None:
    stem = f"__substg1.0_{tag:04X}{kind | (_SEVERAL if several else 0):04X}"
    for number in range(cursor.number("<I")):
        size = cursor.number("<I")
        value = cursor.take(size)
        if number < _VALUES and (several or not number):
            bag.values[f"{stem}-{number:08X}" if several else stem] = value
        if len(value) < size:
            raise _Cut
