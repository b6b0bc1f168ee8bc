"""Virtual disks (VHD, VHDX) and raw ones, read by offset, and the partitions on them."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from analyzers.model.unit import Unreadable

SECTOR: Final = 512
PARTITIONS: Final = 128
BLOCKS: Final = 1 << 20  # of one disk's table
# Virtual Hard Disk Image Format Specification 1.0: types of disk.
_FIXED, _DYNAMIC = 2, 3
# [MS-VHDX] 2.2.3.2, 2.6.2: regions and items by their ids.
_BAT: Final = uuid.UUID("2dc27766-f623-4200-9d64-115e9bfd4a08").bytes_le
_METADATA: Final = uuid.UUID("8b7ca206-4790-4b9a-b8fe-575f050f886e").bytes_le
_PARAMETERS: Final = uuid.UUID("caa16737-fa36-4d43-b3b6-33f0aa44e76b").bytes_le
_DISK_SIZE: Final = uuid.UUID("2fa54224-cd1b-4876-b211-5dbed83bf4b8").bytes_le
_SECTOR_SIZE: Final = uuid.UUID("8141bf1d-a96f-4709-ba47-f233a8faab5f").bytes_le
_PRESENT: Final = (6, 7)  # 2.5.1.1: states of a block that lies in the file
_REGIONS: Final = 192 << 10  # 2.2: where the first table of regions lies
_GPT, _EXTENDED = 0xEE, (0x05, 0x0F)


@dataclass(frozen=True, slots=True)
class Device:
    """Bytes by offset; ``blocks`` maps a block to its place in the file, None for a raw disk."""

    data: bytes = field(repr=False)
    size: int
    start: int = 0
    block: int = 0
    blocks: dict[int, int] | None = None

    def read(self, offset: int, size: int) -> bytes:
        """What lies there; zeros where the disk keeps no block, less at its end."""
        size = max(0, min(size, self.size - offset))
        if offset < 0:
            return b""
        at, out = self.start + offset, bytearray()
        if self.blocks is None:
            return self.data[at : at + size]
        while len(out) < size:
            index, within = divmod(at + len(out), self.block)
            part = min(self.block - within, size - len(out))
            place = self.blocks.get(index)
            piece = self.data[place + within :][:part] if place is not None else b""
            out += piece + bytes(part - len(piece))
        return bytes(out)

    def part(self, start: int, size: int) -> Device:
        size = max(0, min(size, self.size - start))
        return Device(self.data, size, self.start + start, self.block, self.blocks)


@dataclass(frozen=True, slots=True)
class Partition:
    name: str
    device: Device


def opened(data: bytes, kind: str) -> tuple[Device, str]:
    """The disk, and what sort it is of; ``Unreadable`` for what depends on another file."""
    if kind == "vhd":
        return _vhd(data)
    return _vhdx(data) if kind == "vhdx" else (Device(data, len(data)), "raw")


def _vhd(data: bytes) -> tuple[Device, str]:
    footer = data[-SECTOR:] if data[-SECTOR:].startswith(b"conectix") else data[:SECTOR]
    if len(footer) < SECTOR or not footer.startswith(b"conectix"):
        raise Unreadable("The footer of the virtual disk is not there")
    head, size, kind = (
        *struct.unpack_from(">Q", footer, 16),
        *struct.unpack_from(">QxxxxI", footer, 48),
    )
    if kind == _FIXED:
        return Device(data, min(size, len(data) - SECTOR)), "VHD of fixed size"
    if kind != _DYNAMIC:
        raise Unreadable("The virtual disk holds only what differs from another file")
    if data[head : head + 8] != b"cxsparse" or head + 36 > len(data):
        raise Unreadable("The header of the growing virtual disk is not there")
    table, count, block = (
        *struct.unpack_from(">Q", data, head + 16),
        *struct.unpack_from(">II", data, head + 28),
    )
    if not SECTOR <= block <= 1 << 28 or block % SECTOR:
        raise Unreadable("The virtual disk claims blocks of no possible size")
    count = max(0, min(count, BLOCKS, (len(data) - table) // 4))
    entries = struct.unpack(f">{count}I", data[table : table + 4 * count])
    bitmap = -(-(block // SECTOR) // 8 // SECTOR) * SECTOR or SECTOR
    places = {n: at * SECTOR + bitmap for n, at in enumerate(entries) if at != 0xFFFF_FFFF}
    return Device(data, size, 0, block, places), "growing VHD"


def _vhdx(data: bytes) -> tuple[Device, str]:
    regions = _table(data, _REGIONS, b"regi", 8, 16)
    bat, metadata = regions.get(_BAT), regions.get(_METADATA)
    if bat is None or metadata is None:
        raise Unreadable("The regions of the virtual disk cannot be read")
    base = metadata[0]
    items = _items(data, base)
    parameters, size, sector = (
        items.get(one, 0) for one in (_PARAMETERS, _DISK_SIZE, _SECTOR_SIZE)
    )
    block, flags = parameters & 0xFFFF_FFFF, parameters >> 32
    if flags & 2:
        raise Unreadable("The virtual disk holds only what differs from another file")
    if not 1 << 20 <= block <= 1 << 28 or sector not in (512, 4096):
        raise Unreadable("The virtual disk claims blocks of no possible size")
    ratio = (sector << 23) // block
    count = max(0, min(bat[1] // 8, BLOCKS, (len(data) - bat[0]) // 8))
    places = {}
    for n, entry in enumerate(struct.unpack(f"<{count}Q", data[bat[0] : bat[0] + 8 * count])):
        if n % (ratio + 1) != ratio and entry & 7 in _PRESENT:
            places[n - n // (ratio + 1)] = entry & ~0xF_FFFF
    return Device(data, size, 0, block, places), "VHDX"


def _table(
    data: bytes, at: int, mark: bytes, counted: int, first: int
) -> dict[bytes, tuple[int, int]]:
    """Offset and length by id."""
    if data[at : at + len(mark)] != mark:
        return {}
    count = min(struct.unpack_from("<H", data, at + counted)[0], PARTITIONS)
    found = {}
    for entry in range(at + first, min(at + first + count * 32, len(data) - 31), 32):
        width = "QI" if mark == b"regi" else "II"
        found[data[entry : entry + 16]] = struct.unpack_from("<" + width, data, entry + 16)
    return found


def _items(data: bytes, base: int) -> dict[bytes, int]:
    table = _table(data, base, b"metadata", 10, 32)
    return {
        key: int.from_bytes(data[base + at : base + at + min(length, 8)], "little")
        for key, (at, length) in table.items()
    }


def partitions(disk: Device) -> Iterator[Partition]:
    """Those of the GUID table, else of the master boot record; the disk itself without either."""
    first = disk.read(0, SECTOR)
    if first[510:512] != b"\x55\xaa" or first[3:11] in (b"NTFS    ", b"EXFAT   ") or _fat(first):
        yield Partition("disk", disk)
        return
    entries = [first[at : at + 16] for at in range(446, 510, 16)]
    if any(entry[4] == _GPT for entry in entries):
        yield from _guid_table(disk)
        return
    for number, entry in enumerate(entries, start=1):
        start, count = struct.unpack_from("<II", entry, 8)
        if entry[4] and count:
            kind = "extended partition" if entry[4] in _EXTENDED else "partition"
            yield Partition(f"{kind} {number}", disk.part(start * SECTOR, count * SECTOR))


def _fat(sector: bytes) -> bool:
    return sector[:1] in (b"\xeb", b"\xe9") and (
        b"FAT" in sector[54:62] or b"FAT32" in sector[82:90]
    )


def _guid_table(disk: Device) -> Iterator[Partition]:
    head = disk.read(SECTOR, SECTOR)
    if not head.startswith(b"EFI PART"):
        raise Unreadable("The table of partitions cannot be read")
    table, count, size = struct.unpack_from("<QII", head, 72)
    if not 128 <= size <= 4096:
        raise Unreadable("The table of partitions cannot be read")
    for number in range(min(count, PARTITIONS)):
        entry = disk.read(table * SECTOR + number * size, 128)
        if len(entry) < 128 or not any(entry[:16]):
            continue
        first, last = struct.unpack_from("<QQ", entry, 32)
        name = entry[56:128].decode("utf-16-le", "replace").partition("\0")[0]
        told = f"partition {number + 1}" + (f" ({name})" if name else "")
        yield Partition(told, disk.part(first * SECTOR, (last - first + 1) * SECTOR))
