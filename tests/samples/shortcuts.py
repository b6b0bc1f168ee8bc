"""Windows shortcuts, built part by part as [MS-SHLLINK] lays them out."""

from __future__ import annotations

import struct
import uuid

CLASS_ID = bytes.fromhex("0114020000000000c000000000000046")
COMPUTER = bytes.fromhex("1f50e04fd020ea3a6910a2d808002b30309d")
PANEL = b"\x1f\x00" + uuid.UUID("21ec2020-3aea-1069-a2dd-08002b30309d").bytes_le
NEW_YEAR = 132_223_104_000_000_000  # 2020 in FILETIME ticks
POWERSHELL = r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"


def item(content: bytes) -> bytes:
    return struct.pack("<H", len(content) + 2) + content


def items(*contents: bytes) -> bytes:
    listed = b"".join(map(item, contents)) + b"\0\0"
    return struct.pack("<H", len(listed)) + listed


def path_items(path: str) -> bytes:
    """Drive, folders and file as a list of shell items with short names only."""
    drive, *names = path.split("\\")
    parts = [COMPUTER, b"/" + drive.encode() + b"\\\0"]
    parts += [b"\x31\0" + bytes(10) + name.encode("cp1252") + b"\0" for name in names]
    return items(*parts)


def text(value: str) -> bytes:
    return struct.pack("<H", len(value)) + value.encode("utf-16-le")


def block(signature: int, content: bytes) -> bytes:
    return struct.pack("<II", len(content) + 8, signature) + content


def paths(signature: int, path: str) -> bytes:
    wide = path.encode("utf-16-le")
    return block(signature, path.encode()[:259].ljust(260, b"\0") + wide[:518].ljust(520, b"\0"))


def tracker(machine: str, card: str, ticks: int) -> bytes:
    """With a time-based id that holds the number of a network card."""
    droid = uuid.UUID(
        fields=(ticks & 0xFFFFFFFF, ticks >> 32 & 0xFFFF, 0x1000 | ticks >> 48, 0x80, 1,
                int(card.replace(":", ""), 16))
    )  # fmt: skip
    ids = uuid.UUID(int=7).bytes_le + droid.bytes_le
    return block(
        0xA0000003, struct.pack("<II", 88, 0) + machine.encode().ljust(16, b"\0") + ids * 2
    )


def shortcut(
    target: str = "",
    arguments: str = "",
    *,
    icon: str = "",
    folder: str = "",
    name: str = "",
    listed: bytes = b"",
    info: bytes = b"",
    show: int = 1,
    hot_key: int = 0,
    extra: bytes = b"",
    flags: int = 0,
    tail: bytes = b"",
) -> bytes:
    """``target`` becomes a list of items unless ``listed`` is one; ``extra`` are blocks."""
    listed = listed or (path_items(target) if target else b"")
    strings = [(1 << 2, name), (1 << 4, folder), (1 << 5, arguments), (1 << 6, icon)]
    flags |= (1 << 7) | bool(listed) | (bool(info) << 1) | sum(bit for bit, t in strings if t)
    header = struct.pack("<I", 0x4C) + CLASS_ID
    header += struct.pack(
        "<IIQQQIiIH", flags, 0x20, 0, 0, 132_223_104_000_000_000, 5, 0, show, hot_key
    )
    body = header.ljust(0x4C, b"\0") + listed + info + b"".join(text(t) for _, t in strings if t)
    return body + extra + bytes(4) + tail


def volume_info(path: str, serial: int) -> bytes:
    """LinkInfo of a file on a fixed disk."""
    volume = struct.pack("<IIII", 17, 3, serial, 16) + b"\0"
    base = path.encode() + b"\0"
    start = 0x1C + len(volume)
    fields = struct.pack("<IIIIII", 0x1C, 1, 0x1C, start, 0, start + len(base))
    content = fields + volume + base + b"\0"
    return struct.pack("<I", len(content) + 4) + content
