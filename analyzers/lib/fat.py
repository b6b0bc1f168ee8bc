"""Reads FAT12, FAT16 and FAT32 volumes (Microsoft FAT specification), long names included."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from analyzers.lib.blockdevice import Device
from analyzers.lib.iso9660 import Cut, Entry
from analyzers.model.unit import Unreadable

FOLDERS: Final = 500
ENTRIES: Final = 20_000
TABLE: Final = 32 << 20  # bytes of the allocation table that are read
FOLDER: Final = 2 << 20  # bytes of one folder, as the specification bounds it
_HIDDEN, _LABEL, _DIRECTORY, _LONG_NAME = 0x02, 0x08, 0x10, 0x0F


@dataclass(frozen=True, slots=True)
class File:
    entry: Entry
    cluster: int


@dataclass(frozen=True, slots=True)
class Volume:
    """``width`` is that of a table entry in bits; ``first`` the byte of cluster 2."""

    device: Device
    width: int
    cluster: int
    first: int
    last: int
    root: tuple[int, int]  # offset and bytes of the root folder; bytes 0 where it is a chain
    table: bytes = field(repr=False)

    def chain(self, cluster: int, most: int) -> bytes:
        """The content from ``cluster`` on, each cluster once, up to ``most`` bytes."""
        out, seen = bytearray(), set[int]()
        while 2 <= cluster <= self.last and cluster not in seen and len(out) < most:
            seen.add(cluster)
            at = self.first + (cluster - 2) * self.cluster
            out += self.device.read(at, min(self.cluster, most - len(out)))
            cluster = self._next(cluster)
        return bytes(out)

    def _next(self, cluster: int) -> int:
        at = cluster * self.width // 8
        raw = int.from_bytes(self.table[at : at + (4 if self.width == 32 else 2)], "little")
        if self.width == 12:
            return raw >> 4 if cluster & 1 else raw & 0xFFF
        return raw & 0x0FFF_FFFF


def opened(device: Device) -> Volume:
    head = device.read(0, 512)
    if len(head) < 512 or head[3:11] == b"EXFAT   ":
        raise Unreadable("exFAT is not read here" if head[3:8] == b"EXFAT" else "No volume")
    sector, per, reserved, copies, entries, small, _, table = struct.unpack_from(
        "<HBHBHHBH", head, 11
    )
    large, table_large = struct.unpack_from("<II", head, 32)
    table, total = table or table_large, small or large
    if sector not in (512, 1024, 2048, 4096) or not per or per & per - 1 or not table or not copies:
        raise Unreadable("The parameters of the FAT volume make no sense")
    folder = -(-entries * 32 // sector)
    begin = reserved + copies * table + folder
    clusters = max(0, (total - begin) // per)
    width = 12 if clusters < 4085 else 16 if clusters < 65_525 else 32
    root = (
        ((begin - folder) * sector, entries * 32)
        if entries
        else (struct.unpack_from("<I", head, 44)[0], 0)
    )
    width = width if entries else 32
    kept = device.read(reserved * sector, min(table * sector, TABLE))
    return Volume(device, width, per * sector, begin * sector, clusters + 1, root, kept)


def label(volume: Volume) -> str:
    for raw in _records(_root(volume)):
        if raw[11] & 0x3F == _LABEL:
            return raw[:11].decode("cp437").strip()
    return ""


def files(volume: Volume) -> Iterator[File]:
    """Every file and folder, breadth first; a folder that leads to itself is met once.

    Raises ``Cut`` at its bounds, after what could be had.
    """
    pending, seen, count = [("", _root(volume))], set[int](), 0
    while pending:
        path, folder = pending.pop(0)
        for name, raw in _named(folder):
            count += 1
            if count > ENTRIES:
                raise Cut
            high, low, size = struct.unpack_from("<HxxxxHI", raw, 20)
            cluster, directory = high << 16 | low, bool(raw[11] & _DIRECTORY)
            inside = f"{path}{name}"
            hidden = bool(raw[11] & _HIDDEN)
            yield File(Entry(inside, 0, size, hidden, directory), cluster)
            if directory and cluster not in seen:
                if len(seen) >= FOLDERS:
                    raise Cut
                seen.add(cluster)
                pending.append((f"{inside}/", volume.chain(cluster, FOLDER)))


def _root(volume: Volume) -> bytes:
    at, size = volume.root
    return volume.device.read(at, size) if size else volume.chain(at, FOLDER)


def _records(folder: bytes) -> Iterator[bytes]:
    for at in range(0, len(folder) - 31, 32):
        if not folder[at]:
            return
        if folder[at] != 0xE5:  # deleted
            yield folder[at : at + 32]


def _named(folder: bytes) -> Iterator[tuple[str, bytes]]:
    long: list[str] = []
    for raw in _records(folder):
        if raw[11] == _LONG_NAME:
            long.insert(0, (raw[1:11] + raw[14:26] + raw[28:32]).decode("utf-16-le", "replace"))
            del long[20:]
            continue
        if not raw[11] & _LABEL and raw[:1] != b".":
            yield "".join(long).partition("\0")[0] or _short(raw), raw
        long = []


def _short(raw: bytes) -> str:
    base, ending = (raw[a:b].decode("cp437").rstrip() for a, b in ((0, 8), (8, 11)))
    base = base.lower() if raw[12] & 8 else base
    return f"{base}.{ending.lower() if raw[12] & 16 else ending}" if ending else base
