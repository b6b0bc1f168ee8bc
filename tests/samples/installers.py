"""Windows Installer databases built table by table."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from workbench.simulation.samples.ole import Storage, Stream, compound_file

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._"
KEY_TEXT, TEXT, NUMBER, LONG = 0x2D48, 0x1FFF, 0x1502, 0x0104  # types of columns
Columns = Sequence[tuple[str, int]]
Rows = Sequence[Sequence[str | int]]

ACTIONS: Columns = (("Action", KEY_TEXT), ("Type", NUMBER), ("Source", TEXT), ("Target", TEXT))
PROPERTIES: Columns = (("Property", KEY_TEXT), ("Value", TEXT))
FILES: Columns = (("File", KEY_TEXT), ("FileName", TEXT), ("FileSize", LONG))
SEQUENCE: Columns = (("Action", KEY_TEXT), ("Sequence", NUMBER))


def packed(name: str, *, table: bool = False) -> str:
    codes = [_ALPHABET.index(character) for character in name]
    out = "\u4840" if table else ""
    for first, second in zip(codes[::2], codes[1::2], strict=False):
        out += chr(0x3800 + first + (second << 6))
    return out + (chr(0x4800 + codes[-1]) if len(codes) % 2 else "")


def installer(
    tables: Mapping[str, tuple[Columns, Rows]], streams: Mapping[str, bytes] | None = None
) -> bytes:
    strings: list[str] = [""]

    def told(value: str | int, kind: int) -> bytes:
        if isinstance(value, str):
            if value not in strings:
                strings.append(value)
            return struct.pack("<H", strings.index(value))
        long = kind & 0xFF == 4
        return struct.pack("<I", value ^ 1 << 31) if long else struct.pack("<H", value ^ 0x8000)

    def laid(columns: Columns, rows: Rows) -> bytes:
        return b"".join(told(row[n], kind) for n, (_, kind) in enumerate(columns) for row in rows)

    schema: list[Sequence[str | int]] = [
        (table, n, name, kind)
        for table, (columns, _) in tables.items()
        for n, (name, kind) in enumerate(columns, start=1)
    ]
    own = (("Table", TEXT), ("Number", NUMBER), ("Name", TEXT), ("Type", NUMBER))
    held = {packed(name, table=True): laid(*made) for name, made in tables.items()}
    held[packed("_Columns", table=True)] = laid(own, schema)
    data = [string.encode() for string in strings[1:]]
    pool = struct.pack("<HH", 65001, 0)
    pool += b"".join(struct.pack("<HH", len(one), 1) for one in data)
    held[packed("_StringPool", table=True)] = pool
    held[packed("_StringData", table=True)] = b"".join(data)
    held |= {packed(name): content for name, content in (streams or {}).items()}
    parts = tuple(Stream(name, content) for name, content in held.items())
    return compound_file(Storage("", parts, bytes.fromhex("84100c0000000000c000000000000046")))
