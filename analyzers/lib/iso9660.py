"""Reads ISO 9660 file systems with Joliet and Rock Ridge names (ECMA-119), trusting no number."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.model.unit import Unreadable

SECTOR: Final = 2048
FIRST: Final = 16  # sector of the first volume descriptor (ECMA-119, 6.2.1)
DESCRIPTORS: Final = 64
ENTRIES: Final = 20_000  # of the whole image
DEPTH: Final = 32  # the standard allows 8, Joliet more
DIRECTORY: Final = 4 << 20  # bytes of one directory
_PRIMARY, _SUPPLEMENTARY, _END = 1, 2, 255
_JOLIET: Final = (b"%/@", b"%/C", b"%/E")  # escape sequences of UCS-2 (Joliet specification)
_BOOT: Final = 0
_SELF_AND_ABOVE: Final = (0, 1)  # the names of the directory itself and the one above


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as its directory describes it; offset and size in bytes."""

    path: str
    offset: int
    size: int
    hidden: bool = False
    directory: bool = False


class Cut(Exception):
    """Ends a walk through a file system that holds more, or lies deeper, than is looked at."""


@dataclass(frozen=True, slots=True)
class Volume:
    label: str
    made_by: str
    joliet: bool
    bootable: bool
    root: tuple[int, int]  # sector and bytes of its directory


def volume(data: bytes) -> Volume:
    """The volume whose names people see: Joliet's where there is one; raises ``Unreadable``."""
    found: dict[int, bytes] = {}
    joliet = b""
    for number in range(FIRST, FIRST + DESCRIPTORS):
        sector = data[number * SECTOR : (number + 1) * SECTOR]
        if len(sector) < SECTOR or sector[1:6] != b"CD001" or sector[0] == _END:
            break
        found.setdefault(sector[0], sector)
        if sector[0] == _SUPPLEMENTARY and sector[88:91] in _JOLIET:
            joliet = joliet or sector
    chosen = joliet or found.get(_PRIMARY, b"")
    if not chosen:
        raise Unreadable("No volume descriptor can be read")
    start, size = struct.unpack_from("<I4xI", chosen, 158)
    wide = bool(joliet)
    label, made_by = _text(chosen[40:72], wide), _text(chosen[446:574], wide)
    return Volume(label, made_by, wide, _BOOT in found, (start, size))


def entries(data: bytes, root: Volume) -> Iterator[Entry]:
    """Files and directories, each directory visited once however often it is named.

    Raises ``Cut`` at its bounds, after what could be had; what lies outside the image is left.
    """
    waiting = [("", *root.root, 0)]
    seen, count, deep = {root.root[0]}, 0, False
    while waiting:
        prefix, sector, size, depth = waiting.pop(0)
        block = data[sector * SECTOR : sector * SECTOR + min(size, DIRECTORY)]
        for record in _records(block):
            entry, inner = _entry(record, prefix, root.joliet)
            count += 1
            if count > ENTRIES:
                raise Cut
            yield entry
            if entry.directory and inner not in seen:
                deep |= depth >= DEPTH
                if depth >= DEPTH:
                    continue
                seen.add(inner)
                waiting.append((entry.path + "/", inner, entry.size, depth + 1))
    if deep:
        raise Cut


def _records(block: bytes) -> Iterator[bytes]:
    """Directory records (9.1) but those for the directory itself and the one above."""
    at = 0
    while at < len(block):
        length = block[at]
        if not length:  # records do not cross sectors: the rest of this one is empty
            at = (at // SECTOR + 1) * SECTOR
            continue
        record = block[at : at + length]
        at += length
        if len(record) >= 34 and not (record[32] == 1 and record[33] in _SELF_AND_ABOVE):
            yield record


def _entry(record: bytes, prefix: str, wide: bool) -> tuple[Entry, int]:
    sector, size = struct.unpack_from("<I4xI", record, 2)
    flags, length = record[25], record[32]
    raw = record[33 : 33 + length]
    name = _rock_ridge(record[33 + length + (1 - length % 2) :]) or _text(raw, wide)
    name = name.partition(";")[0].rstrip(".") or "unnamed"
    path = prefix + name.replace("/", "_")
    return Entry(path, sector * SECTOR, size, bool(flags & 1), bool(flags & 2)), sector


def _rock_ridge(area: bytes) -> str:
    """The alternate name of the system use area (IEEE P1282, NM)."""
    name, at = b"", 0
    while at + 4 <= len(area) and area[at + 2] >= 4:
        if area[at : at + 2] == b"NM" and at + 5 <= len(area):
            name += area[at + 5 : at + area[at + 2]]
        at += area[at + 2]
    return name.decode("utf-8", "replace")


def _text(raw: bytes, wide: bool) -> str:
    text = raw.decode("utf-16-be" if wide else "latin-1", "replace")
    return text.replace("\0", "").strip()
