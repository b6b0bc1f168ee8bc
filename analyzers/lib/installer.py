"""Reads the tables of Windows Installer databases from their streams, without trusting a count."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib.compound import Compound
from analyzers.model.unit import Unreadable

# Stream names pack two letters of this alphabet into one character of U+3800 to U+47FF, a last
# single one into U+4800 to U+483F; U+4840 begins the name of a table.
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._"
TABLE: Final = "!"
ROWS: Final = 20_000  # of one table
STRINGS: Final = 400_000  # of the pool
_STRING, _SIZE, _NULLABLE = 0x0800, 0xFF, 0x1000  # of a column's type
_STREAM: Final = 0x0900
_LONG: Final = 0x8000  # high bit of the pool's head: references of three bytes
Row = dict[str, str | int]


def name_of(packed: str) -> str:
    """A stream's name in clear; that of a table begins with "!"."""
    out = []
    for character in packed:
        code = ord(character)
        if 0x3800 <= code < 0x4800:
            code -= 0x3800
            out += [_ALPHABET[code & 0x3F], _ALPHABET[code >> 6]]
        elif 0x4800 <= code < 0x4840:
            out.append(_ALPHABET[code - 0x4800])
        else:
            out.append(TABLE if code == 0x4840 else character)
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: int

    @property
    def text(self) -> bool:
        return bool(self.kind & _STRING) and self.kind & ~_NULLABLE & 0xFFFF != _STREAM


class Database:
    """An installer's tables; ``streams`` are those that are no table, by name in clear."""

    def __init__(self, compound: Compound) -> None:
        """Raises ``Unreadable`` where the strings, on which all else rests, are not there."""
        self._compound = compound
        paths = [path for path in compound.paths if len(path) == 1]
        named = {name_of(path[0]): path for path in paths}
        self._tables = {name[1:]: path for name, path in named.items() if name.startswith(TABLE)}
        self.streams = {
            name: path for name, path in named.items() if not name.startswith((TABLE, "\5"))
        }
        if "_StringPool" not in self._tables or "_StringData" not in self._tables:
            raise Unreadable("The installer's strings are not there")
        self.cut = False  # whether a table or the strings were longer than is read
        self._strings, self._width = self._pool()
        self._columns = self._schema()

    def read(self, path: list[str]) -> bytes:
        return self._compound.read(path)

    @property
    def tables(self) -> list[str]:
        return sorted(self._columns)

    def rows(self, table: str) -> Iterator[Row]:
        """The rows as column name to text or number; nothing where the table is not there."""
        columns = self._columns.get(table, [])
        if not columns or table not in self._tables:
            return
        data = self.read(self._tables[table])
        yield from self._split(data, columns)

    def _pool(self) -> tuple[list[str], int]:
        pool = self.read(self._tables["_StringPool"])
        data = self.read(self._tables["_StringData"])
        words = struct.unpack(f"<{len(pool) // 2}H", pool[: len(pool) // 2 * 2])
        if len(words) < 2:
            raise Unreadable("The installer's strings cannot be read")
        codec = "utf-8" if words[0] in (0, 65001) else f"cp{words[0]}"
        strings, at, index = [""], 0, 2
        while index + 1 < len(words) and len(strings) < STRINGS:
            length, count = words[index], words[index + 1]
            index += 2
            if not length and count and index + 1 < len(words):  # the long form goes on behind
                length = count << 16 | words[index]
                index += 2
            strings.append(_text(data[at : at + length], codec))
            at += length
        self.cut |= len(strings) >= STRINGS
        return strings, 3 if words[1] & _LONG else 2

    def _schema(self) -> dict[str, list[Column]]:
        if "_Columns" not in self._tables:
            return {}
        own = [Column(name, _STRING) for name in ("Table", "Number", "Name", "Type")]
        own[1] = Column("Number", 2)
        own[3] = Column("Type", 2)
        found: dict[str, list[tuple[int, Column]]] = {}
        for row in self._split(self.read(self._tables["_Columns"]), own):
            column = Column(str(row["Name"]), int(row["Type"]) & 0xFFFF)
            found.setdefault(str(row["Table"]), []).append((int(row["Number"]), column))
        return {
            table: [column for _, column in sorted(columns, key=lambda one: one[0])]
            for table, columns in found.items()
        }

    def _split(self, data: bytes, columns: list[Column]) -> Iterator[Row]:
        """Tables lie column by column."""
        widths = [self._width if c.text else _width(c) for c in columns]
        count = len(data) // max(1, sum(widths))
        starts = [count * sum(widths[:n]) for n in range(len(widths))]
        self.cut |= count > ROWS
        for row in range(min(count, ROWS)):
            yield {
                column.name: self._value(data[start + row * width :][:width], column)
                for column, width, start in zip(columns, widths, starts, strict=True)
            }

    def _value(self, raw: bytes, column: Column) -> str | int:
        number = int.from_bytes(raw, "little")
        if column.text:
            return self._strings[number] if number < len(self._strings) else ""
        # Numbers are stored with their sign turned, so that nothing is 0.
        return number ^ 1 << 8 * len(raw) - 1 if number else 0


def _width(column: Column) -> int:
    return 4 if column.kind & _SIZE == 4 and not column.kind & _STRING else 2


def _text(raw: bytes, codec: str) -> str:
    try:
        return raw.decode(codec, "replace")
    except LookupError:
        return raw.decode("latin-1")
