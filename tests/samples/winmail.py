"""TNEF files, written attribute by attribute ([MS-OXTNEF] 2.1)."""

from __future__ import annotations

import struct

MESSAGE, ATTACHMENT = 1, 2
PROPERTIES, RECIPIENTS, ATTACHED, BEGIN = 0x69003, 0x69004, 0x69005, 0x69002
SUBJECT, CLASS, BODY, SENT, FROM = 0x18004, 0x78008, 0x2800C, 0x38005, 0x8000
TITLE, DATA = 0x18010, 0x6800F
STRING, WIDE, LONG, BOOL, TIME, BINARY, OBJECT = 0x1E, 0x1F, 3, 0xB, 0x40, 0x102, 0xD


def attribute(level: int, name: int, data: bytes, checksum: int = -1) -> bytes:
    total = sum(data) & 0xFFFF if checksum < 0 else checksum
    return struct.pack("<BII", level, name, len(data)) + data + struct.pack("<H", total)


def tnef(*attributes: bytes) -> bytes:
    page = attribute(MESSAGE, 0x69007, struct.pack("<II", 1252, 0))
    version = attribute(MESSAGE, 0x89006, struct.pack("<I", 0x10000))
    return b"\x78\x9f\x3e\x22\x01\x00" + version + page + b"".join(attributes)


def properties(*each: bytes) -> bytes:
    return struct.pack("<I", len(each)) + b"".join(each)


def prop(kind: int, tag: int, value: str | bytes | int, name: bytes = b"") -> bytes:
    """One property; ``name`` is that of a named one, as ``numbered`` or ``worded`` write it."""
    head = struct.pack("<HH", kind, tag) + name
    if isinstance(value, int):
        return head + struct.pack("<Q" if kind == TIME else "<I", value)
    raw = (
        value.encode("utf-16-le" if kind == WIDE else "cp1252") if isinstance(value, str) else value
    )
    return head + struct.pack("<II", 1, len(raw)) + raw + bytes(-len(raw) % 4)


def strings(tag: int, values: list[str], name: bytes = b"") -> bytes:
    raws = [value.encode("utf-16-le") for value in values]
    listed = b"".join(struct.pack("<I", len(r)) + r + bytes(-len(r) % 4) for r in raws)
    return struct.pack("<HH", 0x101F, tag) + name + struct.pack("<I", len(raws)) + listed


def numbered(group: bytes, number: int) -> bytes:
    return group + struct.pack("<II", 0, number)


def worded(group: bytes, word: str) -> bytes:
    raw = word.encode("utf-16-le")
    return group + struct.pack("<II", 1, len(raw)) + raw + bytes(-len(raw) % 4)


def message_properties(*each: bytes) -> bytes:
    return attribute(MESSAGE, PROPERTIES, properties(*each))


def file(name: str, data: bytes, *own: bytes) -> bytes:
    """An attachment: what begins it, its name and content, its properties."""
    return b"".join(
        (
            attribute(ATTACHMENT, BEGIN, bytes(14)),
            attribute(ATTACHMENT, TITLE, name.encode("cp1252") + b"\0"),
            attribute(ATTACHMENT, DATA, data),
            attribute(ATTACHMENT, ATTACHED, properties(*own)),
        )
    )


def held(tag: int, interface: bytes, data: bytes) -> bytes:
    """An object property: the id of its interface, then the object."""
    return prop(OBJECT, tag, interface + data)
