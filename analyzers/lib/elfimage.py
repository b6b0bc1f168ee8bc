"""Reads Linux programs (ELF, System V ABI) under bounds: segments, sections, what they link."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from analyzers.model.unit import Unreadable

SEGMENTS, SECTIONS, ENTRIES, SYMBOLS = 128, 512, 1024, 4096
LOAD, DYNAMIC, INTERPRETER, NOTE = 1, 2, 3, 4  # segment types
NEEDED, STRINGS, SYMBOL_TABLE, SONAME, RPATH, RUNPATH = 1, 5, 6, 14, 15, 29  # dynamic tags
SYMTAB, NOBITS, DYNSYM = 2, 8, 11  # section types
_TEXT: Final = 4096  # bytes of one name


@dataclass(frozen=True, slots=True)
class Segment:
    kind: int
    flags: int  # 1 execute, 2 write, 4 read
    offset: int
    address: int
    size: int  # in the file
    memory: int


@dataclass(frozen=True, slots=True)
class Part:
    """One section."""

    name: str
    kind: int
    flags: int
    address: int
    offset: int
    size: int
    entry: int  # bytes of one entry of a table
    link: int


@dataclass(frozen=True, slots=True)
class Elf:
    data: bytes = field(repr=False)
    wide: bool
    order: str  # "<" or ">"
    system: int
    kind: int
    machine: int
    entry: int
    segments: tuple[Segment, ...]
    parts: tuple[Part, ...]
    declared: int  # sections the header counts
    table: int  # end of the section table

    def offset(self, address: int) -> int:
        for one in self.segments:
            if one.kind == LOAD and one.address <= address < one.address + one.size:
                return one.offset + address - one.address
        return -1

    def text(self, at: int, limit: int = _TEXT) -> str:
        """Up to a zero, from a place in the file."""
        if at < 0:
            return ""
        return self.data[at : at + limit].partition(b"\0")[0].decode("utf-8", "replace")

    def dynamic(self) -> list[tuple[int, int]]:
        """Tags and values of the dynamic segment."""
        found: list[tuple[int, int]] = []
        word = "q" if self.wide else "i"
        for one in (each for each in self.segments if each.kind == DYNAMIC):
            raw = self.data[one.offset : one.offset + min(one.size, 16 * ENTRIES)]
            size = struct.calcsize(f"{self.order}{word}{word.upper()}")
            for tag, value in struct.iter_unpack(
                f"{self.order}{word}{word.upper()}", raw[: len(raw) - len(raw) % size]
            ):
                if not tag or len(found) >= ENTRIES:
                    return found
                found.append((tag, value))
        return found

    def end(self) -> int:
        ends = [one.offset + one.size for one in self.segments]
        ends += [one.offset + one.size for one in self.parts if one.kind != NOBITS]
        return max([self.table, *(end for end in ends if end <= len(self.data))])


def read(data: bytes) -> Elf:
    """Raises ``Unreadable``."""
    if len(data) < 52 or data[:4] != b"\x7fELF" or data[4] not in (1, 2) or data[5] not in (1, 2):
        raise Unreadable("Not a readable ELF program: its header is cut or unknown")
    wide, order = data[4] == 2, "<" if data[5] == 1 else ">"
    head = struct.Struct(f"{order}HHI{'QQQ' if wide else 'III'}IHHHHHH")
    if len(data) < 16 + head.size:
        raise Unreadable("Not a readable ELF program: it ends within its header")
    kind, machine, _, entry, at, table, _, _, size, count, step, declared, names = head.unpack_from(
        data, 16
    )
    segments = tuple(_segments(data, order, wide, at, size, min(count, SEGMENTS)))
    parts = tuple(_parts(data, order, wide, table, step, min(declared, SECTIONS), names))
    end = table + step * declared
    place = end if declared and end <= len(data) else 0
    return Elf(
        *(data, wide, order, data[7], kind, machine, entry, segments, parts, declared, place)
    )


def _segments(
    data: bytes, order: str, wide: bool, at: int, size: int, count: int
) -> Iterator[Segment]:
    form = struct.Struct(f"{order}IIQQQQQQ" if wide else f"{order}IIIIIIII")
    for place in range(at, at + size * count, size) if size >= form.size else ():
        if place + form.size > len(data):
            return
        v = form.unpack_from(data, place)
        if wide:
            yield Segment(v[0], v[1], v[2], v[3], v[5], v[6])
        else:
            yield Segment(v[0], v[6], v[1], v[2], v[4], v[5])


def _parts(
    data: bytes, order: str, wide: bool, at: int, size: int, count: int, names: int
) -> Iterator[Part]:
    form = struct.Struct(f"{order}II{'QQQQ' if wide else 'IIII'}II{'QQ' if wide else 'II'}")
    if size < form.size:
        return
    places = range(at, at + size * count, size)
    raw = [form.unpack_from(data, place) for place in places if place + form.size <= len(data)]
    start, length = (raw[names][4], raw[names][5]) if names < len(raw) else (0, 0)
    texts = data[start : start + length]
    for v in raw:
        name = texts[v[0] : v[0] + 256].partition(b"\0")[0].decode("utf-8", "replace")
        yield Part(name, v[1], v[2], v[3], v[4], v[5], v[9], v[6])


def symbols(elf: Elf, kind: int) -> list[tuple[str, bool]]:
    """Names of a symbol table, and whether each comes from elsewhere."""
    table = next((one for one in elf.parts if one.kind == kind), None)
    if table is None or table.link >= len(elf.parts):
        return []
    form = struct.Struct(f"{elf.order}IBBHQQ" if elf.wide else f"{elf.order}IIIBBH")
    texts, found = elf.parts[table.link], []
    raw = elf.data[table.offset : table.offset + min(table.size, form.size * SYMBOLS)]
    for v in form.iter_unpack(raw[: len(raw) - len(raw) % form.size]):
        name = elf.text(texts.offset + v[0], 256) if v[0] else ""
        if name:
            found.append((name, (v[3] if elf.wide else v[5]) == 0))
    return found


def notes(elf: Elf) -> dict[str, bytes]:
    """Content of notes by "owner type"."""
    found: dict[str, bytes] = {}
    for one in (each for each in elf.segments if each.kind == NOTE):
        at, end = one.offset, min(one.offset + one.size, len(elf.data))
        while at + 12 <= end and len(found) < 64:
            owner, size, kind = struct.unpack_from(f"{elf.order}III", elf.data, at)
            start = at + 12 + (owner + 3 & ~3)
            name = elf.text(at + 12, min(owner, 64))
            found[f"{name} {kind}"] = elf.data[start : start + min(size, 256)]
            at = start + (size + 3 & ~3)
    return found
