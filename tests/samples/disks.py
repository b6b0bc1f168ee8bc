"""Disks built sector by sector: FAT and NTFS volumes, tables of partitions, VHD and VHDX."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from analyzers.lib import blockdevice

SECTOR = 512


def _long(name: str) -> bytes:
    units = (name + "\0").encode("utf-16-le")
    units += b"\xff" * (-len(units) % 26)
    pieces = [units[at : at + 26] for at in range(0, len(units), 26)]
    out = b""
    for number, piece in reversed(list(enumerate(pieces, start=1))):
        order = number | (0x40 if number == len(pieces) else 0)
        out += bytes((order,)) + piece[:10] + b"\x0f\0\0" + piece[10:22] + b"\0\0" + piece[22:]
    return out


def _entry(short: bytes, attributes: int, cluster: int, size: int) -> bytes:
    head = short.ljust(11) + bytes((attributes,)) + bytes(8)
    return head + struct.pack("<HIHI", cluster >> 16, 0, cluster, size)


def fat12(files: Mapping[str, bytes], *, hidden: frozenset[str] = frozenset()) -> bytes:
    """Files in the root or one folder deep; one sector a cluster, 64 entries in the root."""
    clusters: list[bytes] = []
    table = [0xFF8, 0xFFF]
    folders: dict[str, bytes] = {}

    def laid(data: bytes) -> int:
        first, count = len(clusters) + 2, max(1, -(-len(data) // SECTOR))
        for n in range(count):
            clusters.append(data[n * SECTOR :][:SECTOR].ljust(SECTOR, b"\0"))
            table.append(first + n + 1 if n + 1 < count else 0xFFF)
        return first

    for number, (path, data) in enumerate(files.items()):
        folder, _, name = path.rpartition("/")
        marked = 0x22 if path in hidden else 0x20
        entry = _entry(f"F{number}".encode(), marked, laid(data), len(data))
        folders[folder] = folders.get(folder, b"") + _long(name) + entry
    root = _entry(b"STICK", 8, 0, 0) + folders.pop("", b"")
    for number, (folder, content) in enumerate(folders.items()):
        inside = _entry(b".", 0x10, 0, 0) + content
        root += _long(folder) + _entry(f"D{number}".encode(), 0x10, laid(inside), 0)
    packed = bytearray()
    for even, odd in zip(table[::2], [*table[1::2], 0], strict=False):
        packed += struct.pack("<I", even | odd << 12)[:3]
    sectors = -(-len(packed) // SECTOR)
    total = 1 + sectors + 4 + len(clusters)
    boot = b"\xeb\x3c\x90MSDOS5.0" + struct.pack(
        "<HBHBHHBH", SECTOR, 1, 1, 1, 64, total, 0xF8, sectors
    )
    boot = boot.ljust(54, b"\0") + b"FAT12   "
    boot = boot.ljust(510, b"\0") + b"\x55\xaa"
    return (
        boot
        + packed.ljust(sectors * SECTOR, b"\0")
        + root.ljust(4 * SECTOR, b"\0")
        + b"".join(clusters)
    )


def _resident(kind: int, value: bytes, name: str = "") -> bytes:
    raw = name.encode("utf-16-le")
    begin = 24 + len(raw) + -len(raw) % 8
    body = (raw.ljust(begin - 24, b"\0") + value).ljust(
        (begin - 24 + len(value) + 7) // 8 * 8, b"\0"
    )
    head = struct.pack(
        "<IIBBHHHIHH", kind, 24 + len(body), 0, len(name), 24, 0, 0, len(value), begin, 0
    )
    return head + body


def _in_runs(first: int, count: int, size: int) -> bytes:
    runs = (bytes((0x44,)) + struct.pack("<Ii", count, first)).ljust(16, b"\0")
    head = struct.pack("<IIBBHHH", 0x80, 64 + len(runs), 1, 0, 64, 0, 0)
    return head + struct.pack("<QQHHIQQQ", 0, count - 1, 64, 0, 0, count * 512, size, size) + runs


def _named(name: str, parent: int, flags: int = 0) -> bytes:
    value = struct.pack("<Q", parent | 1 << 48) + bytes(48) + struct.pack("<II", flags, 0)
    return _resident(0x30, value + bytes((len(name), 1)) + name.encode("utf-16-le"))


def _mft(flags: int, *attributes: bytes) -> bytes:
    body = b"".join(attributes) + b"\xff\xff\xff\xff"
    raw = bytearray(b"FILE" + struct.pack("<HHQHHHHII", 48, 3, 0, 1, 1, 56, flags, 0, 1024))
    raw = raw.ljust(56, b"\0") + body
    raw = bytearray(raw.ljust(1024, b"\0"))
    raw[48:50] = b"\x07\x07"
    for n in (1, 2):
        raw[48 + 2 * n : 50 + 2 * n] = raw[n * 512 - 2 : n * 512]
        raw[n * 512 - 2 : n * 512] = b"\x07\x07"
    return bytes(raw)


def ntfs(files: Mapping[str, bytes], *, streams: Mapping[str, bytes] | None = None) -> bytes:
    """Files in the root or in the folder "sub"; those above 400 bytes lie in runs."""
    count, start = 26 + len(files), 8
    free = start + count * 2
    data, records = b"", {0: b"", 5: _mft(3, _named(".", 5)), 24: _mft(3, _named("sub", 5))}
    for number, (path, content) in enumerate(files.items(), start=25):
        folder, _, name = path.rpartition("/")
        if len(content) <= 400:
            kept = _resident(0x80, content)
        else:
            blocks = -(-len(content) // 512)
            kept = _in_runs(free + len(data) // 512, blocks, len(content))
            data += content.ljust(blocks * 512, b"\0")
        more = _resident(0x80, (streams or {})[path], "ads") if path in (streams or {}) else b""
        records[number] = _mft(1, _named(name, 24 if folder else 5), kept, more)
    records[0] = _mft(1, _named("$MFT", 5), _in_runs(start, count * 2, count * 1024))
    boot = b"\xeb\x52\x90NTFS    " + struct.pack("<HB", 512, 1)
    boot = boot.ljust(48, b"\0") + struct.pack("<QQb", start, start, -10)
    boot = boot.ljust(510, b"\0") + b"\x55\xaa"
    table = b"".join(records.get(n, bytes(1024)) for n in range(count))
    return boot.ljust(start * 512, b"\0") + table + data


def mbr(*volumes: tuple[int, bytes]) -> bytes:
    """A disk with (type, content) partitions."""
    entries, body, at = b"", b"", 8
    for kind, content in volumes:
        sectors = -(-len(content) // SECTOR)
        entries += struct.pack("<B3xB3xII", 0, kind, at, sectors)
        body += content.ljust(sectors * SECTOR, b"\0")
        at += sectors
    first = bytes(446) + entries.ljust(64, b"\0") + b"\x55\xaa"
    return first.ljust(8 * SECTOR, b"\0") + body


def gpt(name: str, content: bytes) -> bytes:
    first = bytes(446) + struct.pack("<B3xB3xII", 0, 0xEE, 1, 8).ljust(64, b"\0") + b"\x55\xaa"
    head = (b"EFI PART" + bytes(64) + struct.pack("<QII", 2, 1, 128)).ljust(SECTOR, b"\0")
    last = 4 + -(-len(content) // SECTOR)
    entry = b"\1" * 32 + struct.pack("<QQQ", 4, last, 0) + name.encode("utf-16-le")
    return first + head + entry.ljust(2 * SECTOR, b"\0") + content.ljust((last - 3) * SECTOR, b"\0")


def _footer(size: int, kind: int, at: int = 0) -> bytes:
    out = b"conectix" + struct.pack(">IIQ", 2, 0x10000, at) + bytes(24)
    return (out + struct.pack(">QII", size, 0, kind)).ljust(SECTOR, b"\0")


def fixed_vhd(disk: bytes) -> bytes:
    return disk + _footer(len(disk), 2)


def growing_vhd(disk: bytes, block: int = 4096) -> bytes:
    """Blocks of zeros are left out."""
    count = -(-len(disk) // block)
    footer = _footer(len(disk), 3, 512)
    head = b"cxsparse" + struct.pack(">QQIII", 0, 1536, 0, count, block)
    table, body, at = b"", b"", (1536 + -(-count * 4 // 512) * 512) // 512
    for n in range(count):
        piece = disk[n * block :][:block].ljust(block, b"\0")
        if not any(piece):
            table += b"\xff\xff\xff\xff"
            continue
        table += struct.pack(">I", at + len(body) // 512)
        body += b"\xff" * 512 + piece
    return (
        footer
        + head.ljust(1024, b"\0")
        + table.ljust(-(-count * 4 // 512) * 512, b"\0")
        + body
        + footer
    )


def vhdx(disk: bytes) -> bytes:
    """Regions at 192 KiB, items at 1 MiB, the table of blocks at 2 MiB, one block at 3 MiB."""
    mib = 1 << 20
    regions = b"regi" + struct.pack("<III", 0, 2, 0)
    regions += blockdevice._BAT + struct.pack("<QII", 2 * mib, mib, 1)
    regions += blockdevice._METADATA + struct.pack("<QII", mib, mib, 1)
    items = {
        blockdevice._PARAMETERS: struct.pack("<II", mib, 0),
        blockdevice._DISK_SIZE: struct.pack("<Q", len(disk)),
        blockdevice._SECTOR_SIZE: struct.pack("<I", 512),
    }
    table, values = b"metadata" + struct.pack("<HH20x", 0, len(items)), b""
    for key, value in items.items():
        table += key + struct.pack("<III4x", 65_536 + len(values), len(value), 4)
        values += value
    out = b"vhdxfile".ljust(192 << 10, b"\0") + regions
    out = out.ljust(mib, b"\0") + table.ljust(65_536, b"\0") + values
    out = out.ljust(2 * mib, b"\0") + struct.pack("<Q", 3 * mib | 6)
    return out.ljust(3 * mib, b"\0") + disk.ljust(mib, b"\0")
