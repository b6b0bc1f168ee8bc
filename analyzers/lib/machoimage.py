"""Reads macOS programs (Mach-O, mach-o/loader.h) under bounds: load commands and signature."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from analyzers.model.unit import Unreadable

COMMANDS, SLICES, BLOBS = 2000, 16, 64
_THIN: Final = {
    b"\xfe\xed\xfa\xce": (">", False), b"\xfe\xed\xfa\xcf": (">", True),
    b"\xce\xfa\xed\xfe": ("<", False), b"\xcf\xfa\xed\xfe": ("<", True),
}  # fmt: skip
_FAT: Final = {b"\xca\xfe\xba\xbe": ">5I", b"\xca\xfe\xba\xbf": ">2I3QI"}
_SUPER, _DIRECTORY, _RIGHTS = 0xFADE0CC0, 0xFADE0C02, 0xFADE7171  # cs_blobs.h
_CERTIFICATES: Final = 0xFADE0B01
_ADHOC: Final = 0x2
_DYLIBS: Final = frozenset({0xC, 0x20, 0x8000_0018, 0x8000_001F, 0x8000_0023})
_SIGNATURE, _UUID, _RPATH, _MAIN = 0x1D, 0x1B, 0x8000_001C, 0x8000_0028
_BUILD, _LEAST, _LOCKED = 0x32, 0x24, frozenset({0x21, 0x2C})


@dataclass(frozen=True, slots=True)
class Segment:
    name: str
    address: int
    memory: int
    offset: int
    size: int
    rights: int  # 1 read, 2 write, 4 execute


@dataclass(frozen=True, slots=True)
class Signed:
    """What the code signature says of itself."""

    identifier: str = ""
    team: str = ""
    adhoc: bool = True
    entitlements: bytes = b""


@dataclass(slots=True)
class MachO:
    data: bytes = field(repr=False)
    wide: bool
    cpu: int
    kind: int
    flags: int
    declared: int  # load commands the header counts
    commands: int = 0  # those that were read
    segments: list[Segment] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    uuid: str = ""
    system: str = ""  # least version of the system
    encrypted: bool = False
    signed: Signed | None = None


def slices(data: bytes) -> list[tuple[int, bytes]]:
    """Processor and bytes of each program of a fat file, [] where it is a single one."""
    form = _FAT.get(data[:4])
    if form is None:
        return []
    found, step = [], struct.calcsize(form)
    count = min(int.from_bytes(data[4:8], "big"), SLICES)
    for at in range(8, 8 + count * step, step):
        if at + step > len(data):
            break
        cpu, _, offset, size = struct.unpack_from(form, data, at)[:4]
        found.append((cpu, data[offset : offset + size]))
    return found


def read(data: bytes) -> MachO:
    """Raises ``Unreadable``."""
    order, wide = _THIN.get(data[:4], ("", False))
    start = 32 if wide else 28
    if not order or len(data) < start:
        raise Unreadable("Not a readable Mach-O program: its header is cut or unknown")
    cpu, _, kind, count, _, flags = struct.unpack_from(f"{order}6I", data, 4)
    found = MachO(data, wide, cpu, kind, flags, count)
    for command, at, size in _commands(data, order, start, min(count, COMMANDS)):
        found.commands += 1
        _take(found, command, data[at : at + min(size, 4096)], order)
    return found


def _commands(data: bytes, order: str, at: int, count: int) -> Iterator[tuple[int, int, int]]:
    for _ in range(count):
        if at + 8 > len(data):
            return
        command, size = struct.unpack_from(f"{order}II", data, at)
        if size < 8:
            return
        yield command, at, size
        at += size


def _take(found: MachO, command: int, raw: bytes, order: str) -> None:
    if command in (0x1, 0x19):
        form = f"{order}16s{'4Q' if command == 0x19 else '4I'}ii"
        if len(raw) >= 8 + struct.calcsize(form):
            name, address, memory, offset, size, _, rights = struct.unpack_from(form, raw, 8)
            text = name.partition(b"\0")[0].decode("latin-1")
            found.segments.append(Segment(text, address, memory, offset, size, rights))
    elif command in _DYLIBS and len(raw) >= 12:
        found.libraries.append(_text(raw, order))
    elif command == _RPATH and len(raw) >= 12:
        found.paths.append(_text(raw, order))
    elif command == _UUID:
        found.uuid = raw[8:24].hex()
    elif command in _LOCKED and len(raw) >= 20:
        found.encrypted = found.encrypted or bool(struct.unpack_from(f"{order}I", raw, 16)[0])
    elif command in (_BUILD, _LEAST) and len(raw) >= 16:
        version = struct.unpack_from(f"{order}I", raw, 12 if command == _BUILD else 8)[0]
        found.system = f"{version >> 16}.{version >> 8 & 0xFF}"
    elif command == _SIGNATURE and len(raw) >= 16:
        start, size = struct.unpack_from(f"{order}II", raw, 8)
        found.signed = _signed(found.data[start : start + size])


def _text(raw: bytes, order: str) -> str:
    at = struct.unpack_from(f"{order}I", raw, 8)[0]
    return raw[at:].partition(b"\0")[0].decode("utf-8", "replace")


def _signed(data: bytes) -> Signed:
    """The blobs of the signature; what they vouch for is not checked."""
    if len(data) < 12 or int.from_bytes(data[:4], "big") != _SUPER:
        return Signed()
    identifier, team, adhoc, certified, rights = "", "", True, False, b""
    for at in range(12, 12 + 8 * min(int.from_bytes(data[8:12], "big"), BLOBS), 8):
        place = int.from_bytes(data[at + 4 : at + 8], "big")
        magic, size = (int.from_bytes(data[place + n : place + n + 4], "big") for n in (0, 4))
        blob = data[place : place + size]
        if magic == _RIGHTS:
            rights = blob[8:]
        elif magic == _CERTIFICATES:
            certified = size > 8
        elif magic == _DIRECTORY and len(blob) >= 52:
            adhoc = bool(int.from_bytes(blob[12:16], "big") & _ADHOC)
            identifier = _string(blob, int.from_bytes(blob[20:24], "big"))
            if int.from_bytes(blob[8:12], "big") >= 0x20200:
                team = _string(blob, int.from_bytes(blob[48:52], "big"))
    return Signed(identifier, team, adhoc or not certified, rights)


def _string(blob: bytes, at: int) -> str:
    return blob[at : at + 256].partition(b"\0")[0].decode("utf-8", "replace") if at else ""
