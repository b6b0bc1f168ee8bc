"""Compiled code that does not start by itself: WebAssembly, objects, libraries, Python bytecode."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from analyzers.lib.peheaders import machine
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

MEMBERS: Final = 200  # of one library
SECTIONS: Final = 500  # of one module
_NAMES: Final = {
    0: "own", 1: "types", 2: "imports", 3: "functions", 4: "tables", 5: "memory", 6: "globals",
    7: "exports", 8: "start", 9: "elements", 10: "code", 11: "data", 12: "data count", 13: "tags",
}  # fmt: skip
# Magic numbers of bytecode by the first of each release (PEP 3147; CPython's importlib).
_PYTHONS: Final = (
    (3000, "3.0"), (3141, "3.1"), (3160, "3.2"), (3190, "3.3"), (3250, "3.4"), (3320, "3.5"),
    (3360, "3.6"), (3390, "3.7"), (3400, "3.8"), (3420, "3.9"), (3430, "3.10"), (3450, "3.11"),
    (3500, "3.12"), (3550, "3.13"), (3600, "3.14"), (3650, "later than 3.14"), (20_000, "2"),
)  # fmt: skip


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    read = {"wasm": _module, "coff": _object, "pyc": _python}.get(artifact.kind, _library)
    yield from read(artifact.data)


def _module(data: bytes) -> Iterator[Observation]:
    if len(data) < 8:
        raise Unreadable("Not a readable WebAssembly module: no header")
    kind = "component" if data[6:8] == b"\1\0" else "module"
    yield Fact("Kind", f"WebAssembly {kind}, version {int.from_bytes(data[4:6], 'little')}")
    at, found = 8, list[str]()
    for _ in range(SECTIONS):
        if at >= len(data):
            break
        number, (size, start) = data[at], _packed(data, at + 1)
        found.append(f"{_NAMES.get(number, str(number))} {size:,}")
        at = start + size
    yield Fact("Sections", ", ".join(found[:40]))
    if at > len(data):
        title = "The module is cut off"
        yield Finding("object.unread", Severity.LOW, title, f"{len(data):,} bytes", incomplete=True)


def _packed(data: bytes, at: int) -> tuple[int, int]:
    """A number in LEB128 of at most five bytes, and where it ends."""
    value = 0
    for step in range(5):
        byte = data[at + step] if at + step < len(data) else 0
        value |= (byte & 0x7F) << (7 * step)
        if not byte & 0x80:
            return value, at + step + 1
    return value, at + 5


def _object(data: bytes) -> Iterator[Observation]:
    if len(data) < 20:
        raise Unreadable("Not a readable object file: no header")
    number, sections, stamp = struct.unpack_from("<HHI", data)
    yield Fact("Kind", f"object file for {machine(number)}")
    names = (data[at : at + 8].rstrip(b"\0") for at in range(20, 20 + 40 * min(sections, 96), 40))
    yield Fact("Sections", ", ".join(printable(name) for name in names))
    yield Fact("Time stamp", f"{stamp:#010x}")


def _python(data: bytes) -> Iterator[Observation]:
    if len(data) < 8:
        raise Unreadable("Not readable Python bytecode: no header")
    number = int.from_bytes(data[:2], "little")
    version = next((name for first, name in reversed(_PYTHONS) if number >= first), "unknown")
    yield Fact("Kind", f"Python bytecode, version {version}")
    title = "Compiled Python code, whose source is not shown"
    yield Finding("object.python", Severity.LOW, title, f"magic {number}")


def _library(data: bytes) -> Iterator[Observation]:
    """A Unix archive (ar): a head of 60 bytes in front of each member."""
    if data[:8] != b"!<arch>\n":
        raise Unreadable("Not a readable archive of objects: no header")
    at = 8
    for _ in range(MEMBERS):
        head = data[at : at + 60]
        if len(head) < 60 or head[58:] != b"`\n" or not head[48:58].strip().isdigit():
            break
        name, size = head[:16].decode("latin-1").rstrip().rstrip("/"), int(head[48:58])
        content = data[at + 60 : at + 60 + size]
        yield ArchiveMember(printable(name or "(index)"), size, size, False)
        if name:
            yield Child(name, content, "", Relation.MEMBER)
        at += 60 + size + size % 2
    if at < len(data):
        title = "Not all members of the archive could be read"
        yield Finding("object.unread", Severity.LOW, title, f"offset {at}", incomplete=True)


UNIT = Unit("object-code", 1, frozenset({"wasm", "coff", "pyc", "ar"}), examine)
