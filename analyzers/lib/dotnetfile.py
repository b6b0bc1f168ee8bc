"""Reads what .NET programs say of themselves (ECMA-335, partition II) under bounds."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzers.lib import clrtables
from analyzers.lib.clrtables import Tables, target, text
from analyzers.lib.peimage import DOTNET, Image
from analyzers.model.unit import Unreadable

STREAMS, STRINGS, RESOURCES = 16, 5_000, 200
_TYPE_REF, _TYPE_DEF, _MEMBER_REF, _MODULE_REF = 1, 2, 0xA, 0x1A
_NATIVE, _ASSEMBLY, _REFERENCE, _RESOURCE = 0x1C, 0x20, 0x23, 0x28


@dataclass(slots=True)
class DotNet:
    runtime: str = ""
    flags: int = 0  # 1 managed code only, 2 demands 32 bits
    name: str = ""
    version: str = ""
    references: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)  # defined here
    calls: list[str] = field(default_factory=list)  # "System.Reflection.Assembly.Load"
    native: list[tuple[str, str]] = field(default_factory=list)  # library, function
    strings: list[str] = field(default_factory=list)
    resources: list[tuple[str, bytes]] = field(default_factory=list)
    cut: bool = False


def read(image: Image) -> DotNet | None:
    """None where the program is not a .NET one; raises ``Unreadable``."""
    at, size = image.directory(DOTNET)
    if not at or not size:
        return None
    head = image.take(at, 72)
    if len(head) < 72:
        raise Unreadable("The header of .NET is not in the file")
    place, length, flags, _, held, extent = struct.unpack_from("<6I", head, 8)
    root = image.take(place, length)
    if root[:4] != b"BSJB" or len(root) < 20:
        raise Unreadable("The metadata of .NET is missing or hidden")
    found = DotNet(flags=flags)
    streams = _streams(root, found)
    names = streams.get("#Strings", b"")
    tables = clrtables.read(streams.get("#~") or streams.get("#-") or b"")
    found.cut = tables.cut
    _assembly(found, tables, names)
    _calls(found, tables, names)
    found.strings = list(_strings(streams.get("#US", b"")))
    found.resources = list(_resources(tables, names, image.take(held, extent)))
    return found


def _streams(root: bytes, found: DotNet) -> dict[str, bytes]:
    """II.24.2.1: the version, then offset, size and name of each stream."""
    length = int.from_bytes(root[12:16], "little")
    found.runtime = root[16 : 16 + min(length, 255)].partition(b"\0")[0].decode("ascii", "replace")
    at = 16 + length + 4
    count = int.from_bytes(root[at - 2 : at], "little")
    streams: dict[str, bytes] = {}
    for _ in range(min(count, STREAMS)):
        if at + 8 > len(root):
            break
        offset, size = struct.unpack_from("<II", root, at)
        name = root[at + 8 : at + 40].partition(b"\0")[0]
        streams.setdefault(name.decode("ascii", "replace"), root[offset : offset + size])
        at += 8 + (len(name) // 4 + 1) * 4
    return streams


def _assembly(found: DotNet, tables: Tables, names: bytes) -> None:
    for row in tables.get(_ASSEMBLY)[:1]:
        found.name, found.version = text(names, row[7]), ".".join(map(str, row[1:5]))
    for row in tables.get(_REFERENCE):
        found.references.append(f"{text(names, row[6])} {'.'.join(map(str, row[:4]))}")
    found.types = [_full(names, row[2], row[1]) for row in tables.get(_TYPE_DEF)]


def _full(names: bytes, space: int, name: int) -> str:
    return ".".join(part for part in (text(names, space), text(names, name)) if part)


def _calls(found: DotNet, tables: Tables, names: bytes) -> None:
    types = [_full(names, row[2], row[1]) for row in tables.get(_TYPE_REF)]
    calls: dict[str, None] = {}
    for parent, name, _ in tables.get(_MEMBER_REF):
        table, row = target("MP", parent)
        if table == _TYPE_REF and 0 < row <= len(types):
            calls.setdefault(f"{types[row - 1]}.{text(names, name)}")
    found.calls = list(calls)
    modules = [text(names, row[0]) for row in tables.get(_MODULE_REF)]
    for _, _, name, module in tables.get(_NATIVE):
        library = modules[module - 1] if 0 < module <= len(modules) else ""
        found.native.append((library, text(names, name)))


def _strings(heap: bytes) -> Iterator[str]:
    """II.24.2.4: texts in UTF-16 behind their packed lengths, each with one byte at its end."""
    at = 1
    for _ in range(STRINGS):
        if at >= len(heap):
            return
        size, start = _packed(heap, at)
        if size > 1:
            yield heap[start : start + size - 1].decode("utf-16-le", "replace")
        at = start + size


def _packed(heap: bytes, at: int) -> tuple[int, int]:
    first = heap[at]
    if first < 0x80:
        return first, at + 1
    if first < 0xC0:
        return int.from_bytes(heap[at : at + 2], "big") & 0x3FFF, at + 2
    return int.from_bytes(heap[at : at + 4], "big") & 0x1FFF_FFFF, at + 4


def _resources(tables: Tables, names: bytes, held: bytes) -> Iterator[tuple[str, bytes]]:
    """Those inside this file: behind their lengths."""
    for offset, _, name, where in tables.get(_RESOURCE)[:RESOURCES]:
        size = int.from_bytes(held[offset : offset + 4], "little")
        if not where and size:
            yield text(names, name), held[offset + 4 : offset + 4 + size]
