"""Reads compiled help (.chm): its directory, and the files of both of its sections."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib.lzx import FRAME, Damaged, Lzx
from analyzers.model.unit import Unreadable

ENTRIES: Final = 20_000  # listed; a large manual has some thousand pages
CHUNKS: Final = 5_000  # directory pieces followed
UNPACKED: Final = 4 << 20  # bytes; LZX runs in Python at about 1 MB a CPU second
_SPACE: Final = "::DataSpace/Storage/MSCompressed/"
_TABLE: Final = "Transform/{7FC28940-9D31-11D0-9B27-00A0C91E9C7C}/InstanceData/ResetTable"
_PARTS: Final = (struct.error, IndexError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class Entry:
    """``section`` 0 lies open, 1 is compressed; offset and size in bytes of the section."""

    name: str
    section: int
    offset: int
    size: int


class Help:
    """A compiled help file (M. Russotto, "Microsoft's HTML Help (.chm) format").

    Raises ``Unreadable`` where it has no directory.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.damage = ""
        try:
            start, size = struct.unpack_from("<QQ", data, 0x48)
            version = struct.unpack_from("<I", data, 4)[0]
            self._content = start + size
            if version >= 3:
                self._content = struct.unpack_from("<Q", data, 0x58)[0]
            self.language = struct.unpack_from("<I", data, 0x14)[0]
            self.entries = tuple(self._listed(start))
        except _PARTS as problem:
            why = f"The directory of the help file cannot be read: {problem}"
            raise Unreadable(why) from problem
        self._named = {entry.name: entry for entry in self.entries}

    def _listed(self, start: int) -> Iterator[Entry]:
        """The directory up to where it breaks off."""
        found = False
        try:
            for entry in _directory(self._data, start):
                found = True
                yield entry
        except _PARTS as problem:
            if not found:
                raise
            self.damage = f"the directory breaks off: {problem}"

    def open(self, entry: Entry) -> bytes:
        """A file of the section that is not compressed."""
        start = self._content + entry.offset
        return self._data[start : start + entry.size]

    def unpacked(self) -> bytes:
        """The compressed section from its start, as far as it may be unpacked; ``damage`` says why
        that is not all of it."""
        out = bytearray()
        try:
            for packed, size, window in self._intervals():
                out += Lzx(window).unpack(packed, min(size, UNPACKED - len(out)))
                if len(out) >= UNPACKED:
                    self.damage = f"only the first {UNPACKED >> 20} MiB are unpacked"
                    break
        except (Damaged, *_PARTS) as problem:
            self.damage = str(problem)
        return bytes(out)

    def _intervals(self) -> Iterator[tuple[bytes, int, int]]:
        """Packed bytes, unpacked size and window of each stretch that starts afresh."""
        control, table = self._part("ControlData"), self._part(_TABLE)
        content = self._part("Content")
        interval, window = struct.unpack_from("<II", control, 12)
        if struct.unpack_from("<I", control, 8)[0] < 2:  # version 1 counts bytes
            interval, window = interval // FRAME, window // FRAME
        bits = (window * FRAME).bit_length() - 1
        count, width, start = struct.unpack_from("<III", table, 4)
        total = struct.unpack_from("<Q", table, 16)[0]
        if width != 8 or not interval or count * 8 > len(table):
            raise Damaged("the reset table does not hold together")
        places = [*struct.unpack_from(f"<{count}Q", table, start), len(content)]
        for first in range(0, count, interval):
            last = min(first + interval, count)
            size = min(total, last * FRAME) - first * FRAME
            yield content[places[first] : places[last]], size, bits

    def _part(self, name: str) -> bytes:
        entry = self._named.get(_SPACE + name)
        if entry is None:
            raise Damaged(f"{name.rpartition('/')[2]} is missing")
        return self.open(entry)


def _directory(data: bytes, start: int) -> Iterator[Entry]:
    if data[start : start + 4] != b"ITSP":
        raise ValueError("no directory where the header says")
    header = struct.unpack_from("<I", data, start + 8)[0]
    size = struct.unpack_from("<I", data, start + 16)[0]
    chunk = struct.unpack_from("<I", data, start + 32)[0]
    found, seen = 0, set[int]()
    while chunk != 0xFFFF_FFFF and chunk not in seen and len(seen) < CHUNKS and found < ENTRIES:
        seen.add(chunk)
        place = start + header + chunk * size
        piece = data[place : place + size]
        if piece[:4] != b"PMGL":
            return
        free, _, _, chunk = struct.unpack_from("<IIII", piece, 4)
        for entry in _entries(piece[: max(0, len(piece) - free)]):
            found += 1
            yield entry


def _entries(piece: bytes) -> Iterator[Entry]:
    at = 20
    while at < len(piece):
        length, at = _number(piece, at)
        name = piece[at : at + length].decode("utf-8", "replace")
        at += length
        section, at = _number(piece, at)
        offset, at = _number(piece, at)
        size, at = _number(piece, at)
        yield Entry(name, section, offset, size)


def _number(piece: bytes, at: int) -> tuple[int, int]:
    """Seven bits a byte, the highest first, and where the next thing begins."""
    value = 0
    for _ in range(9):
        value = value << 7 | piece[at] & 0x7F
        at += 1
        if not piece[at - 1] & 0x80:
            return value, at
    raise ValueError("a number without end")
