"""Reads what the build left in a Windows executable: rich header, debug records, TLS callbacks."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib.peimage import DEBUG, TLS, Image

RECORDS: Final = 32  # debug records read
CALLBACKS: Final = 32
REPRODUCIBLE: Final = 16  # type of the debug record: the time stamp is a hash of the build
_CODEVIEW: Final = 2
_STUB: Final = 0x80  # where Microsoft's linker begins the header
_DANS: Final = b"DanS"
_WORD: Final = 0xFFFF_FFFF
_PATH: Final = 1024  # bytes of a path


@dataclass(frozen=True, slots=True)
class Rich:
    """``tools`` are (product, build, uses); ``fits`` says whether its sum is that of this file."""

    digest: str
    tools: tuple[tuple[int, int, int], ...]
    fits: bool


@dataclass(frozen=True, slots=True)
class Debug:
    kind: int
    stamp: int
    path: str = ""


def rich(image: Image) -> Rich | None:
    """The linker's list of the tools that made the object files."""
    data = image.data
    end = data.find(b"Rich", _STUB, image.optional)
    if end < 0 or end + 8 > len(data):
        return None
    key = int.from_bytes(data[end + 4 : end + 8], "little")
    raw = data[_STUB:end]
    words = struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) & ~3])
    clear = b"".join((word ^ key).to_bytes(4, "little") for word in words)
    if len(raw) % 4 or not clear.startswith(_DANS):
        return None
    values = [word ^ key for word in words[4:]]
    tools = tuple(
        (made >> 16, made & 0xFFFF, uses)
        for made, uses in zip(values[::2], values[1::2], strict=False)
    )
    digest = hashlib.md5(clear, usedforsecurity=False).hexdigest()
    return Rich(digest, tools, _sum(data, tools) == key)


def _sum(data: bytes, tools: tuple[tuple[int, int, int], ...]) -> int:
    """The key is a sum over the DOS header, without the place of the PE header, and the list."""
    total = _STUB
    for at in range(_STUB):
        if not 0x3C <= at < 0x40:
            total += _turned(data[at], at)
    for product, build, uses in tools:
        total += _turned(product << 16 | build, uses)
    return total & _WORD


def _turned(value: int, by: int) -> int:
    by &= 31
    return (value << by | value >> (32 - by)) & _WORD


def debug(image: Image) -> Iterator[Debug]:
    at, size = image.directory(DEBUG)
    table = image.take(at, min(size, RECORDS * 28)) if at else b""
    for place in range(0, len(table) - 27, 28):
        _, stamp, _, _, kind, length, _, where = struct.unpack_from("<IIHHIIII", table, place)
        path = ""
        if kind == _CODEVIEW and length:
            path = _pdb(image.data[where : where + min(length, _PATH)])
        yield Debug(kind, stamp, path)


def _pdb(record: bytes) -> str:
    """Behind signature, id and age; the older form has a shorter id."""
    start = {b"RSDS": 24, b"NB10": 16}.get(record[:4])
    if start is None:
        return ""
    return record[start:].partition(b"\0")[0].decode("utf-8", "replace")


def callbacks(image: Image) -> list[int]:
    """Addresses of the functions that run before the entry point."""
    at, size = image.directory(TLS)
    word, code = (8, "Q") if image.wide else (4, "I")
    table = image.take(at, 4 * word) if at and size else b""
    if len(table) < 4 * word:
        return []
    listed = struct.unpack_from(f"<4{code}", table)[3]
    base = image.header.base
    raw = image.take(listed - base, CALLBACKS * word) if listed > base else b""
    found = struct.unpack(f"<{len(raw) // word}{code}", raw[: len(raw) - len(raw) % word])
    return list(found[: found.index(0)] if 0 in found else found)
