"""Tells OLE compound files apart by the names in their root folder ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SECTORS = 1024  # directory sectors followed: 4,096 entries at 512 bytes a sector
_ENTRY = 128  # bytes of a directory entry ([MS-CFB] 2.6.1)
_IN_HEADER = 109  # FAT sectors that the header itself names
_REACH = 4 << 20  # bytes at either end searched for names where the directory is broken

# Root names, lower case, and what they mean; the first that is there decides.
_NAMES = (
    ("encryptedpackage", "ooxml-encrypted"),  # Word leaves a WordDocument beside it at times
    ("__properties_version1.0", "msg"),
    ("worddocument", "doc"),
    ("workbook", "xls"),
    ("book", "xls"),
    ("powerpoint document", "ppt"),
    ("pp97_dualstorage", "ppt"),
    ("visiodocument", "vsd"),
    ("quill", "pub"),
)
_RAW = (
    ("__properties_version1.0", "msg"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("Workbook", "xls"),
    ("VisioDocument", "vsd"),
)


def kind(data: bytes) -> str:
    """The kind of a compound file, "ole" where its names say nothing."""
    names = set(root_names(data))
    for name, found in _NAMES:
        if name in names:
            return found
    return "ole" if names else _by_raw_name(data)


def root_names(data: bytes) -> list[str]:
    """Names in the root folder, lower case; empty where the directory cannot be read."""
    directory = b"".join(_directory(data))
    if len(directory) < _ENTRY:
        return []
    count = len(directory) // _ENTRY
    found: list[str] = []
    pending, seen = [struct.unpack_from("<I", directory, 76)[0]], {0}
    while pending:
        index = pending.pop()
        if index >= count or index in seen:
            continue
        seen.add(index)
        found.append(_name(directory, index))
        pending += struct.unpack_from("<II", directory, index * _ENTRY + 68)  # both siblings
    return found


def _name(directory: bytes, index: int) -> str:
    start = index * _ENTRY
    length = struct.unpack_from("<H", directory, start + 64)[0]
    raw = directory[start : start + min(max(length - 2, 0), 62)]
    return raw.decode("utf-16-le", "replace").lower()


def _directory(data: bytes) -> Iterator[bytes]:
    """The directory's sectors along their chain; ends at the first thing that is not right."""
    if len(data) < 512:
        return
    shift, sector = struct.unpack_from("<H", data, 30)[0], struct.unpack_from("<I", data, 48)[0]
    if shift not in (9, 12):
        return
    size = 1 << shift
    for _ in range(_SECTORS):
        start = (sector + 1) << shift
        if start + _ENTRY > len(data):
            return
        yield data[start : start + size]
        sector = _next(data, sector, size)


def _next(data: bytes, sector: int, size: int) -> int:
    """The sector that follows in the FAT; a number past the end of the file where there is none."""
    index, within = divmod(sector, size // 4)
    if index >= _IN_HEADER:  # the directory of a small file never lies that far in
        return 0xFFFF_FFFE
    fat = struct.unpack_from("<I", data, 76 + 4 * index)[0]
    place = (fat + 1) * size + 4 * within
    if place + 4 > len(data):
        return 0xFFFF_FFFE
    return int(struct.unpack_from("<I", data, place)[0])


def _by_raw_name(data: bytes) -> str:
    ends = (data,) if len(data) <= 2 * _REACH else (data[:_REACH], data[-_REACH:])
    for name, found in _RAW:
        if any(name.encode("utf-16-le") in end for end in ends):
            return found
    return "ole"
