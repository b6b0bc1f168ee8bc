"""Document properties of OLE files ([MS-OLEPS]), read without trusting a single count."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

ENTRIES = 64  # properties looked at; SummaryInformation defines 18
LONGEST = 400  # characters shown of a string
EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
# [MS-OLEPS] 3.1.1, SummaryInformation
LABELS: Final = {
    2: "Title",
    3: "Subject",
    4: "Author",
    5: "Keywords",
    6: "Comments",
    7: "Template",
    8: "Last saved by",
    9: "Revision",
    12: "Created",
    13: "Last saved",
    18: "Application",
}
# The same section, DocumentSummaryInformation
MORE_LABELS: Final = {2: "Category", 14: "Manager", 15: "Company"}


def summary(data: bytes, labels: Mapping[int, str] = LABELS) -> Iterator[tuple[str, str]]:
    """Label and value of the known properties of a SummaryInformation stream."""
    if len(data) < 48:
        return
    (start,) = struct.unpack_from("<I", data, 44)
    if start + 8 > len(data):
        return
    _size, count = struct.unpack_from("<II", data, start)
    places = [start + 8 + 8 * n for n in range(min(count, ENTRIES))]
    table = [struct.unpack_from("<II", data, at) for at in places if at + 8 <= len(data)]
    offsets = dict(table)
    codec = _codec(data, start + offsets[1]) if 1 in offsets else "cp1252"
    for number, label in labels.items():
        if number in offsets and (value := _value(data, start + offsets[number], codec)):
            yield label, value


def _codec(data: bytes, at: int) -> str:
    """The code page of the strings; only those that Python reads without surprises."""
    if at + 6 > len(data):
        return "cp1252"
    (page,) = struct.unpack_from("<H", data, at + 4)
    known = {1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 874, 932, 936, 949, 950}
    return {65001: "utf-8", 1200: "utf-16-le"}.get(page, f"cp{page}" if page in known else "cp1252")


def _value(data: bytes, at: int, codec: str) -> str:
    if at + 8 > len(data):
        return ""
    kind, size = struct.unpack_from("<II", data, at)
    body = data[at + 8 :]
    match kind & 0xFFFF:
        case 30:
            raw = body[: min(size, LONGEST * 2)]
            return raw.decode(codec, "replace").split("\0")[0].strip()[:LONGEST]
        case 31:
            raw = body[: min(size * 2, LONGEST * 2)]
            return raw.decode("utf-16-le", "replace").split("\0")[0].strip()[:LONGEST]
        case 64:
            return _time(data, at + 4)
        case 2 | 3:
            return str(size)
    return ""


def _time(data: bytes, at: int) -> str:
    if at + 8 > len(data):
        return ""
    (ticks,) = struct.unpack_from("<Q", data, at)
    # Ticks of 100 ns; what lies outside a document's lifetime is damage or an editing time.
    if not 119_600_064_000_000_000 < ticks < 160_000_000_000_000_000:  # 1980 to 2108
        return ""
    return (EPOCH + timedelta(microseconds=ticks // 10)).isoformat()
