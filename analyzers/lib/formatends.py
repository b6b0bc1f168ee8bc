"""Where packages, documents and simple containers end by their own format."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable
from typing import Final

_END: Final = b"PK\x05\x06"
_END_REACH: Final = (1 << 16) + 22  # the end record and the longest comment behind it
_IN_HEADER: Final = 109  # sectors of the allocation table that the header itself names
_FREE: Final = 0xFFFF_FFFF  # [MS-CFB] 2.1
_ZIPS: Final = (
    "zip", "jar", "apk", "epub", "odf", "opc", "vsdx", "docx", "docm", "xlsx", "xlsm", "xlsb",
    "pptx", "pptm",
)  # fmt: skip
_COMPOUND: Final = ("ole", "doc", "xls", "ppt", "msi", "pub", "vsd", "mpp", "ooxml-encrypted")


def end(data: bytes, kind: str) -> int | None:
    """The offset behind the format's end; None where it has none, or it cannot be told."""
    walker = _WALKERS.get(kind)
    found = walker(data) if walker else None
    return found if found is not None and 0 < found <= len(data) else None


def _zip(data: bytes) -> int | None:
    """Behind the comment of the last end record (APPNOTE.TXT 4.3.16)."""
    place = data.rfind(_END)
    if place < 0 or place + 22 > len(data):
        return None
    size, offset, comment = struct.unpack_from("<IIH", data, place + 12)
    if place - size < 0 or (
        size and data[place - size :][:4] not in (b"PK\x01\x02", b"PK\x06\x06")
    ):
        return None
    return place + 22 + comment if offset <= place else None


def _pdf(data: bytes) -> int | None:
    """Behind the last mark of an end (ISO 32000-1, 7.5.5)."""
    place = data.rfind(b"%%EOF")
    return None if place < 0 else place + 5


def _compound(data: bytes) -> int | None:
    """Behind the last sector in use ([MS-CFB] 2.3); of tables that the header names whole."""
    if len(data) < 512:
        return None
    shift = struct.unpack_from("<H", data, 30)[0]
    count = struct.unpack_from("<I", data, 44)[0]
    if shift not in (9, 12) or not 0 < count <= _IN_HEADER:
        return None
    size, last = 1 << shift, -1
    for index, sector in enumerate(struct.unpack_from(f"<{count}I", data, 76)):
        start = (sector + 1) << shift
        table = array("I", data[start : start + size]) if start + size <= len(data) else array("I")
        used = next((at for at in range(len(table) - 1, -1, -1) if table[at] != _FREE), -1)
        last = index * (size // 4) + used if used >= 0 else last
    return (last + 2) << shift if last >= 0 else None


def _riff(data: bytes) -> int | None:
    """Behind the outer chunk, padded to an even length."""
    size = int.from_bytes(data[4:8], "little")
    return 8 + size + size % 2


def _bmp(data: bytes) -> int | None:
    return int.from_bytes(data[2:6], "little") or None


_WALKERS: Final[dict[str, Callable[[bytes], int | None]]] = {
    **dict.fromkeys(_ZIPS, _zip),
    **dict.fromkeys(_COMPOUND, _compound),
    **dict.fromkeys(("webp", "wav", "ani"), _riff),
    "pdf": _pdf,
    "bmp": _bmp,
}
