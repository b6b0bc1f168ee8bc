"""Reads the tables of .NET metadata (ECMA-335, II.22 and II.24.2.6) under bounds."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

ROWS: Final = 20_000  # read of one table
Row = tuple[int, ...]
_TEXT: Final = 1024  # bytes of a name
# Columns of each table (II.22): 2 and 4 bytes, s string, g identifier, b blob, t and a table's
# number, c and a coded index (II.24.2.6).
_TABLES: Final = {
    0x00: "2 s g g g", 0x01: "cRS s s", 0x02: "4 s s cTD t04 t06", 0x03: "t04", 0x04: "2 s b",
    0x05: "t06", 0x06: "4 2 2 s b t08", 0x07: "t08", 0x08: "2 2 s", 0x09: "t02 cTD",
    0x0A: "cMP s b", 0x0B: "2 cHC b", 0x0C: "cHA cCA b", 0x0D: "cHF b", 0x0E: "2 cHD b",
    0x0F: "2 4 t02", 0x10: "4 t04", 0x11: "b", 0x12: "t02 t14", 0x13: "t14", 0x14: "2 s cTD",
    0x15: "t02 t17", 0x16: "t17", 0x17: "2 s b", 0x18: "2 t06 cHS", 0x19: "t02 cMD cMD",
    0x1A: "s", 0x1B: "b", 0x1C: "2 cMF s t1A", 0x1D: "4 t04", 0x1E: "4 4", 0x1F: "4",
    0x20: "4 2 2 2 2 4 b s s", 0x21: "4", 0x22: "4 4 4", 0x23: "2 2 2 2 4 b s s b",
    0x24: "4 t23", 0x25: "4 4 4 t23", 0x26: "4 s b", 0x27: "4 4 s s cIM", 0x28: "4 4 s cIM",
}  # fmt: skip
_CODED: Final = {
    "RS": (2, (0, 0x1A, 0x23, 1)), "TD": (2, (2, 1, 0x1B)), "MP": (3, (2, 1, 0x1A, 6, 0x1B)),
    "HC": (2, (4, 8, 0x17)), "CA": (3, (6, 0xA)), "HF": (1, (4, 8)), "HD": (2, (2, 6, 0x20)),
    "HS": (1, (0x14, 0x17)), "MD": (1, (6, 0xA)), "MF": (1, (4, 6)), "IM": (2, (0x26, 0x23, 0x27)),
    "HA": (5, (6, 4, 1, 2, 8, 9, 0xA, 0, 0xE, 0x17, 0x14, 0x11, 0x1A, 0x1B, 0x20, 0x23, 0x26,
               0x27, 0x28, 0x2A, 0x2C, 0x2B)),
}  # fmt: skip
_FIXED: Final = {"2": "H", "4": "I"}
_HEAPS: Final = {"s": 1, "g": 2, "b": 4}  # bits that say which heaps need wide indexes


@dataclass(slots=True)
class Tables:
    """Rows by table number; a coded index is kept as it stands, see ``target``."""

    rows: dict[int, list[Row]] = field(default_factory=dict)
    cut: bool = False

    def get(self, number: int) -> list[Row]:
        return self.rows.get(number, [])


def read(data: bytes) -> Tables:
    """The stream "#~"."""
    found = Tables()
    if len(data) < 24:
        found.cut = True
        return found
    wide, valid = data[6], int.from_bytes(data[8:16], "little")
    numbers = [number for number in range(64) if valid >> number & 1]
    at = 24 + 4 * len(numbers)
    if len(data) < at:
        found.cut = True
        return found
    counts = dict(zip(numbers, struct.unpack_from(f"<{len(numbers)}I", data, 24), strict=True))
    for number in numbers:
        columns = _TABLES.get(number)
        if columns is None:  # generics, of which nothing is shown
            break
        form = struct.Struct("<" + "".join(_code(one, counts, wide) for one in columns.split()))
        kept = min(counts[number], ROWS, max(0, (len(data) - at) // form.size))
        found.cut = found.cut or kept < counts[number]
        found.rows[number] = list(form.iter_unpack(data[at : at + form.size * kept]))
        at += form.size * counts[number]
    return found


def _code(column: str, counts: dict[int, int], wide: int) -> str:
    """The format of one column: indexes are as wide as the largest of their tables needs."""
    if column in _FIXED:
        return _FIXED[column]
    if column in _HEAPS:
        return "I" if wide & _HEAPS[column] else "H"
    bits, tables = (0, (int(column[1:], 16),)) if column[0] == "t" else _CODED[column[1:]]
    most = max(counts.get(table, 0) for table in tables)
    return "I" if most >= 1 << (16 - bits) else "H"


def target(kind: str, value: int) -> tuple[int, int]:
    """Table and row, counted from 1, of a coded index; (-1, 0) for one that is not allowed."""
    bits, tables = _CODED[kind]
    which = value & ((1 << bits) - 1)
    return (tables[which] if which < len(tables) else -1), value >> bits


def text(heap: bytes, at: int) -> str:
    """A name of the heap of strings."""
    return heap[at : at + _TEXT].partition(b"\0")[0].decode("utf-8", "replace")
