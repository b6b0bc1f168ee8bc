"""Tells OLE compound files apart by the names in their root folder ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SECTORS = 1024  # directory sectors followed: 4,096 entries at 512 bytes a sector
_ENTRY = 128  # bytes of a directory entry ([MS-CFB] 2.6.1)
_IN_HEADER = 109  # FAT sectors that the header itself names
_REACH = 4 << 20  # bytes at either end searched for names where the directory is broken

_CLASS = 80  # where the root entry holds its class, 16 bytes
# Classes of the root, of which the names inside say less.
_CLASSES = {
    bytes.fromhex("84100c0000000000c000000000000046"): "msi",  # package; [MS-CFB] leaves it to them
    bytes.fromhex("86100c0000000000c000000000000046"): "msi",  # patch
    bytes.fromhex("82100c0000000000c000000000000046"): "msi",  # transform
    bytes.fromhex("3a8fb774c8c8d111be1100c04fb6faf1"): "mpp",
}
_TABLE = "\u4840"  # begins the names of an installer database's tables

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
    ("props14", "mpp"),
    ("props12", "mpp"),
    ("props9", "mpp"),
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
    directory = b"".join(_directory(data))
    names = set(_root_names(directory))
    for name, found in _NAMES:
        if name in names:
            return found
    told = _CLASSES.get(directory[_CLASS : _CLASS + 16], "")
    if told or any(name.startswith(_TABLE) for name in names):
        return told or "msi"
    return "ole" if names else _by_raw_name(data)


def root_names(data: bytes) -> list[str]:
    """Names in the root folder, lower case; empty where the directory cannot be read."""
    return _root_names(b"".join(_directory(data)))


def _root_names(directory: bytes) -> list[str]:
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
