"""Writes VBA projects ([MS-OVBA]): compressed source, the dir stream, and the compound file."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.simulation.samples.ole import Storage, Stream, compound_file

CHUNK = 4096
SHORTEST_COPY = 3
CODE_PAGE = 1252
PROCEDURAL, DOCUMENT = 0x21, 0x22
# [MS-OVBA] 2.3.4.1: a version of 0xFFFF tells readers to ignore compiled code, as there is none.
NO_COMPILED_CODE = bytes.fromhex("CC61FFFF000000")
STDOLE = rb"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#stdole2.tlb#OLE Automation"


@dataclass(frozen=True, slots=True)
class Module:
    """One module; ``document`` modules belong to the document itself (ThisDocument)."""

    name: str
    code: str
    document: bool = False

    def source(self) -> bytes:
        head = f'Attribute VB_Name = "{self.name}"\r\n'
        lines = self.code.replace("\r\n", "\n").replace("\n", "\r\n")
        return (head + lines).encode(f"cp{CODE_PAGE}", "replace")


def vba_project(modules: Sequence[Module]) -> bytes:
    """The compound file that lies in a document as vbaProject.bin."""
    return compound_file(Storage("", project_storage(modules)))


def project_storage(modules: Sequence[Module]) -> tuple[Storage | Stream, ...]:
    """The same streams, to be put under ``Macros`` of a binary document."""
    code = (Stream(m.name, compress(m.source())) for m in modules)
    fixed = (Stream("_VBA_PROJECT", NO_COMPILED_CODE), Stream("dir", compress(_dir(modules))))
    return (
        Storage("VBA", (*fixed, *code)),
        Stream("PROJECT", _project_text(modules)),
        Stream("PROJECTwm", _names(modules)),
    )


def compress(data: bytes) -> bytes:
    """[MS-OVBA] 2.4.1.3: a signature byte and chunks of at most 4096 bytes."""
    chunks = (_chunk(data[at : at + CHUNK]) for at in range(0, len(data), CHUNK))
    return b"\x01" + b"".join(chunks)


def _chunk(plain: bytes) -> bytes:
    packed = _tokens(plain)
    if len(packed) > CHUNK:
        return struct.pack("<H", 0x3000 | CHUNK - 1) + plain.ljust(CHUNK, b"\0")
    return struct.pack("<H", 0xB000 | len(packed) - 1) + packed


def _tokens(plain: bytes) -> bytes:
    out, group, flags, count, at = bytearray(), bytearray(), 0, 0, 0
    while at < len(plain):
        offset, length = _longest(plain, at)
        if length:
            flags |= 1 << count
            group += struct.pack("<H", (offset - 1) << (16 - _bits(at)) | length - SHORTEST_COPY)
        else:
            group.append(plain[at])
        at, count = at + (length or 1), count + 1
        if count == 8 or at >= len(plain):
            out += bytes((flags,)) + group
            group, flags, count = bytearray(), 0, 0
    return bytes(out)


def _bits(at: int) -> int:
    """Bits of a copy token that hold the offset, [MS-OVBA] 2.4.1.3.19.1."""
    return max(4, (at - 1).bit_length()) if at else 4


def _longest(plain: bytes, at: int) -> tuple[int, int]:
    """Offset back and length of the longest earlier match, (0, 0) where none is worth a copy."""
    limit = min((0xFFFF >> _bits(at)) + SHORTEST_COPY, len(plain) - at)
    best, place, length = 0, 0, SHORTEST_COPY
    while length <= limit:
        found = plain.rfind(plain[at : at + length], 0, at + length - 1)
        if found < 0:
            break
        best, place = length, found
        length += 1
    return (at - place, best) if best else (0, 0)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", kind, len(data)) + data


def _twice(kind: int, unicode_kind: int, text: str) -> bytes:
    """A string in the code page and again in UTF-16."""
    return _record(kind, text.encode(f"cp{CODE_PAGE}")) + _record(
        unicode_kind, text.encode("utf-16-le")
    )


def _dir(modules: Sequence[Module]) -> bytes:
    head = (
        _record(0x01, struct.pack("<I", 1))  # 32-bit Windows
        + _record(0x02, struct.pack("<I", 0x409))
        + _record(0x14, struct.pack("<I", 0x409))
        + _record(0x03, struct.pack("<H", CODE_PAGE))
        + _record(0x04, b"Project")
        + _twice(0x05, 0x40, "")
        + _record(0x06)
        + _record(0x3D)
        + _record(0x07, bytes(4))
        + _record(0x08, bytes(4))
        + struct.pack("<HIIH", 0x09, 4, 0x5A5B5C5D, 7)
        + _twice(0x0C, 0x3C, "")
    )
    reference = _twice(0x16, 0x3E, "stdole") + _record(
        0x0D, struct.pack("<I", len(STDOLE)) + STDOLE + bytes(6)
    )
    count = _record(0x0F, struct.pack("<H", len(modules))) + _record(0x13, b"\xff\xff")
    return head + reference + count + b"".join(_module(m) for m in modules) + _record(0x10)


def _module(module: Module) -> bytes:
    return (
        _twice(0x19, 0x47, module.name)
        + _twice(0x1A, 0x32, module.name)
        + _twice(0x1C, 0x48, "")
        + _record(0x31, bytes(4))  # the source begins the stream: nothing is compiled
        + _record(0x1E, bytes(4))
        + _record(0x2C, b"\xff\xff")
        + _record(DOCUMENT if module.document else PROCEDURAL)
        + _record(0x2B)
    )


def _project_text(modules: Sequence[Module]) -> bytes:
    owned = (f"Document={m.name}/&H00000000" if m.document else f"Module={m.name}" for m in modules)
    lines = (
        'ID="{5B1F2A90-0000-4000-8000-000000000001}"',
        *owned,
        'Name="Project"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
    )
    return "\r\n".join(lines).encode("ascii")


def _names(modules: Sequence[Module]) -> bytes:
    pairs = (m.name.encode("ascii") + b"\0" + m.name.encode("utf-16-le") + b"\0\0" for m in modules)
    return b"".join(pairs) + b"\0\0"
