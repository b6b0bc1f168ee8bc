"""Compiled help, built part by part: open files, and packed ones in stored LZX blocks."""

from __future__ import annotations

import struct

SPACE = "::DataSpace/Storage/MSCompressed/"
TABLE = "Transform/{7FC28940-9D31-11D0-9B27-00A0C91E9C7C}/InstanceData/ResetTable"
FRAME = 0x8000


def number(value: int) -> bytes:
    found = [value & 0x7F]
    while value := value >> 7:
        found.append(value & 0x7F | 0x80)
    return bytes(reversed(found))


def stored(data: bytes) -> bytes:
    """One reset interval of at most a frame: no call translation, one block kept as it is."""
    bits = f"0{3:03b}{len(data):024b}".ljust(32, "0")
    words = [int(bits[n : n + 16], 2) for n in (0, 16)]
    return (
        struct.pack("<HH", *words) + struct.pack("<III", 1, 1, 1) + data + b"\0" * (len(data) % 2)
    )


def compiled_help(opened: dict[str, bytes], packed: dict[str, bytes] | None = None) -> bytes:
    content, entries = b"", []
    whole = b"".join((packed or {}).values())
    if packed:
        pieces = [stored(whole[n : n + FRAME]) for n in range(0, len(whole), FRAME)]
        starts = [sum(map(len, pieces[:n])) for n in range(len(pieces))]
        control = struct.pack("<I4sIIIII", 6, b"LZXC", 2, 1, 2, 0, 0)
        table = struct.pack("<IIII", 2, len(pieces), 8, 40)
        table += struct.pack("<QQQ", len(whole), sum(map(len, pieces)), FRAME)
        table += b"".join(struct.pack("<Q", start) for start in starts)
        opened = opened | {SPACE + "ControlData": control, SPACE + TABLE: table,
                           SPACE + "Content": b"".join(pieces)}  # fmt: skip
    for name, data in opened.items():
        entries.append((name, 0, len(content), len(data)))
        content += data
    place = 0
    for name, data in (packed or {}).items():
        entries.append((name, 1, place, len(data)))
        place += len(data)
    return _laid_out(entries, content)


def _laid_out(entries: list[tuple[str, int, int, int]], content: bytes) -> bytes:
    listed = b"".join(
        number(len(name.encode())) + name.encode() + number(section) + number(start) + number(size)
        for name, section, start, size in entries
    )
    free = 4096 - 20 - len(listed)
    chunk = b"PMGL" + struct.pack("<IIII", free, 0, 0xFFFFFFFF, 0xFFFFFFFF) + listed + bytes(free)
    directory = b"ITSP" + struct.pack("<IIIIIIIIIII", 1, 0x54, 10, 4096, 2, 1, 0xFFFFFFFF, 0, 0,
                                      0xFFFFFFFF, 1)  # fmt: skip
    directory = directory.ljust(0x54, b"\0") + chunk
    start = 0x60 + 0x18
    head = b"ITSF" + struct.pack("<IIIII", 3, 0x60, 1, 0, 0x409) + bytes(32)
    head += struct.pack("<QQQQQ", 0x60, 0x18, start, len(directory), start + len(directory))
    return head + bytes(0x18) + directory + content
