"""OneNote sections in both forms they are stored in ([MS-ONESTORE]), with what a test puts in."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from uuid import UUID

ONE = UUID("7B5C52E4-D88C-4DA7-AEB1-5378D02996D3").bytes_le
REVISION = UUID("109ADD3F-911B-49F5-A5D0-1791EDC8AED8").bytes_le
PACKAGE = UUID("638DE92F-A6D4-4BC1-9A36-B3FC2511A5B7").bytes_le
BLOB = UUID("BDE316E7-2665-4511-A4C4-8D4D0B7A9EAC").bytes_le
FOOTER = UUID("71FBA722-0F79-4A0B-BB13-899256426B24").bytes_le
FILE_NAME, SOURCE, FILE, PICTURE = 0x1C001D9C, 0x1C001D9D, 0x20001D9B, 0x20001C3F
WIDE, TITLE, LEFT, TOP, WIDTH, HEIGHT = (
    0x1C001C22, 0x1C001CF3, 0x14001C14, 0x14001C15, 0x140034CD, 0x140034CE,
)  # fmt: skip
Values = Sequence[tuple[int, str | float | int]]


def properties(values: Values) -> bytes:
    """An ObjectSpaceObjectPropSet; whole numbers are ids of objects."""
    ids = [value for _, value in values if isinstance(value, int)]
    head = struct.pack("<I", len(ids) | 1 << 31) + b"".join(struct.pack("<I", i) for i in ids)
    named = b"".join(struct.pack("<I", identifier) for identifier, _ in values)
    return head + struct.pack("<H", len(values)) + named + b"".join(_value(v) for _, v in values)


def _value(value: str | float | int) -> bytes:
    if isinstance(value, str):
        raw = value.encode("utf-16-le") + b"\0\0"
        return struct.pack("<I", len(raw)) + raw
    return struct.pack("<f", value) if isinstance(value, float) else b""


def section(
    objects: Sequence[tuple[int, Values]], files: Sequence[tuple[str, bytes]] = ()
) -> bytes:
    """A revision store: ``objects`` with their kind, ``files`` with ids from 1 on."""
    body, nodes = bytearray(ONE + bytes(32) + REVISION + bytes(960)), b""
    for number, (ending, data) in enumerate(files, 1):
        guid = UUID(int=number)
        place = len(body)
        body += BLOB + struct.pack("<QIQ", len(data), 0, 0) + data + FOOTER
        nodes += _node(0x94, struct.pack("<II", place, 36) + guid.bytes_le, refers=True)
        told = _counted(f"<ifndf>{{{guid}}}") + _counted(ending)
        nodes += _node(0x72, struct.pack("<IIB", number, 0x80000 | 0x36, 1) + told)
    for number, (kind, values) in enumerate(objects, 100):
        place, made = len(body), properties(values)
        body += made
        declared = struct.pack("<IIIIBB", place, len(made), number, 0x60000 | kind, 0, 1)
        nodes += _node(0xA4, declared, refers=True)
    fragment = struct.pack("<QII", 0xA4567AB1F5F7F4C4, 16, 0) + nodes + _node(0xFF, b"")
    return bytes(body + fragment + struct.pack("<Q", 0x8BC215C38233BA4B))


def _node(name: int, body: bytes, refers: bool = False) -> bytes:
    """A FileNode whose reference, if any, has four bytes of place and four of length."""
    head = name | (4 + len(body)) << 10 | 1 << 23 | refers << 27 | 1 << 31
    return struct.pack("<I", head) + body


def _counted(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def packaged_section(objects: Sequence[Values], files: Sequence[bytes] = ()) -> bytes:
    """The form that servers store."""
    sets = (properties(values) for values in objects)
    streams = [_stream(0x16, b"\0\0" + _compact(len(made)) + made) for made in sets]
    streams += [_stream(0x02, _compact(len(data)) + data) for data in files]
    return ONE + bytes(32) + PACKAGE + bytes(4) + b"".join(streams)


def _stream(kind: int, body: bytes) -> bytes:
    if len(body) < 0x7FFF:
        return struct.pack("<I", 2 | kind << 3 | len(body) << 17) + body
    return struct.pack("<I", 2 | kind << 3 | 0x7FFF << 17) + _compact(len(body)) + body


def _compact(number: int) -> bytes:
    return (number << 4 | 8).to_bytes(4, "little")
