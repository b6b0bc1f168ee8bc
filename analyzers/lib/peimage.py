"""Reads headers and sections of Windows executables (Microsoft PE Format) under bounds."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from analyzers.model.artifact import Artifact
from analyzers.model.unit import Unreadable

SECTIONS: Final = 96  # the loader's own limit
EXPORT, IMPORT, RESOURCE, SECURITY, DEBUG, TLS, DELAYED, DOTNET = 0, 1, 2, 4, 6, 9, 13, 14
READ, WRITE, EXECUTE = 0x4000_0000, 0x8000_0000, 0x2000_0000  # section flags
_DLL, _WIDE = 0x2000, 0x20B  # file characteristics; magic of PE32+
_COFF = struct.Struct("<HHIIIHH")
_HEAD, _BODY = struct.Struct("<HBBIIII"), struct.Struct("<IIHHHHHHIIIIHH")
_SECTION = struct.Struct("<8sIIIIIIHHI")
_LEAST = 96  # bytes of an optional header without directories (PE32)
_SECTOR = 0x200  # the loader rounds places of sections down to it


@dataclass(frozen=True, slots=True)
class Part:
    """One section header; ``start`` is the offset the loader reads at."""

    name: bytes
    virtual_size: int
    address: int
    size: int
    offset: int
    flags: int
    start: int


@dataclass(frozen=True, slots=True)
class Header:
    """Fields of the file header and the optional header, under the specification's meanings."""

    machine: int
    stamp: int  # seconds since 1970, or a hash of the build
    characteristics: int
    linker: tuple[int, int]
    entry: int
    base: int
    section_alignment: int
    file_alignment: int
    system: tuple[int, int]  # least version of the subsystem
    image_size: int
    headers_size: int
    checksum: int
    subsystem: int
    protections: int  # DllCharacteristics


@dataclass(frozen=True, slots=True)
class Image:
    """Addresses are relative to the image base; ``optional`` is the optional header's offset."""

    data: bytes = field(repr=False)
    wide: bool
    optional: int
    table: int  # offset of the section table
    header: Header
    sections: tuple[Part, ...]
    directories: tuple[tuple[int, int], ...]  # address and size
    declared: int  # sections the header counts
    spans: tuple[tuple[int, int, int], ...] = field(repr=False)  # from, to, offset

    @property
    def library(self) -> bool:
        return bool(self.header.characteristics & _DLL)

    def directory(self, number: int) -> tuple[int, int]:
        """Address and size, zeros where there is none."""
        return self.directories[number] if number < len(self.directories) else (0, 0)

    def offset(self, address: int) -> int:
        """The place in the file, -1 where the file holds nothing for the address."""
        for start, end, at in self.spans:
            if start <= address < end:
                return at + address - start
        return address if 0 <= address < len(self.data) else -1

    def take(self, address: int, size: int) -> bytes:
        """At most ``size`` bytes at an address; fewer where the file ends."""
        at = self.offset(address)
        return self.data[at : at + size] if at >= 0 and size > 0 else b""

    def text(self, address: int, limit: int = 512) -> bytes:
        """The bytes up to a zero."""
        return self.take(address, limit).partition(b"\0")[0]

    def home(self, address: int) -> Part | None:
        """The section an address lies in."""
        for part in self.sections:
            if part.address <= address < part.address + max(part.virtual_size, part.size):
                return part
        return None

    def end(self) -> int:
        """Where the sections and the directories that lie in the file end."""
        size = len(self.data)
        ends = [self.table, *(part.offset + part.size for part in self.sections)]
        places = enumerate(self.directories)
        ends += [
            self.offset(address) + length
            for number, (address, length) in places
            if number != SECURITY and self.offset(address) >= 0
        ]
        return max((end for end in ends if end <= size), default=size)


def read(artifact: Artifact) -> Image:
    """Raises ``Unreadable``."""
    data = artifact.data
    if len(data) < 0x40 or data[:2] != b"MZ":
        raise Unreadable("Not a readable Windows executable: no MZ header")
    start = int.from_bytes(data[0x3C:0x40], "little")
    if data[start : start + 4] != b"PE\0\0":
        raise Unreadable(_other(data[start : start + 2]))
    if len(data) < start + 24 + _LEAST:
        raise Unreadable("Not a readable Windows executable: it ends within its headers")
    machine, count, stamp, _, _, length, flags = _COFF.unpack_from(data, start + 4)
    optional = start + 24
    magic, major, minor, _, _, _, entry = _HEAD.unpack_from(data, optional)
    wide = magic == _WIDE
    values = _BODY.unpack_from(data, optional + 32)
    base = struct.unpack_from("<Q" if wide else "<I", data, optional + (24 if wide else 28))[0]
    header = Header(
        *(machine, stamp, flags, (major, minor), entry, base),
        *(values[0], values[1], (values[6], values[7])),
        *values[9:14],
    )
    sections = tuple(_sections(data, optional + length, min(count, SECTIONS), header))
    pairs = tuple(_directories(data, optional + (108 if wide else 92)))
    spans = tuple(_spans(sections, header, len(data)))
    table = optional + length
    return Image(data, wide, optional, table, header, sections, pairs, count, spans)


def _other(mark: bytes) -> str:
    """Programs of before Windows NT share the first header."""
    older = {b"NE": "a 16-bit Windows program", b"LE": "a driver of old Windows", b"LX": "OS/2"}
    what = older.get(mark, "a DOS program, or cut off before its header")
    return f"Not a readable Windows executable: {what}"


def _sections(data: bytes, at: int, count: int, header: Header) -> Iterator[Part]:
    for place in range(at, at + count * _SECTION.size, _SECTION.size):
        if place + _SECTION.size > len(data):
            return
        name, virtual, address, size, offset, *_, flags = _SECTION.unpack_from(data, place)
        aligned = header.file_alignment >= _SECTOR
        start = offset & ~(_SECTOR - 1) if aligned else offset
        yield Part(name.rstrip(b"\0"), virtual, address, size, offset, flags, start)


def _directories(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    count = min(int.from_bytes(data[at : at + 4], "little"), 16)
    for place in range(at + 4, at + 4 + 8 * count, 8):
        if place + 8 <= len(data):
            address, size = struct.unpack_from("<II", data, place)
            yield address, size


def _spans(
    sections: tuple[Part, ...], header: Header, length: int
) -> Iterator[tuple[int, int, int]]:
    """Where each section lies in memory, cut where the next one begins."""
    ordered = sorted(sections, key=lambda part: part.address)
    step = header.section_alignment if header.section_alignment >= 0x1000 else 0
    for part, above in zip(ordered, [*ordered[1:], None], strict=False):
        start = part.address - part.address % step if step else part.address
        fits = length - part.start >= part.size
        end = start + (max(part.size, part.virtual_size) if fits else part.virtual_size)
        if above is not None and start < above.address < end:
            end = above.address
        yield start, end, part.start
