"""Programs for .NET, built byte by byte without any method in them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.samples.executables import executable
from workbench.simulation.samples.pe import PLAIN


@dataclass(slots=True)
class Names:
    """The heap of names."""

    data: bytearray = field(default_factory=lambda: bytearray(b"\0"))

    def at(self, word: str) -> int:
        place = len(self.data)
        self.data += word.encode() + b"\0"
        return place


@dataclass(frozen=True, slots=True)
class Assembly:
    """``calls`` are type and method, ``native`` library and function."""

    name: str = "Tool"
    types: Sequence[str] = ("Program",)
    calls: Sequence[tuple[str, str]] = ()
    native: Sequence[tuple[str, str]] = ()
    strings: Sequence[str] = ()
    resources: Sequence[tuple[str, bytes]] = ()


def dotnet(made: Assembly) -> bytes:
    held = b"".join(struct.pack("<I", len(data)) + data for _, data in made.resources)

    def make(address: int) -> bytes:
        root = metadata(made)
        head = struct.pack("<IHH6I", 72, 2, 5, address + 72, len(root), 1, 0, *(0, 0))
        head = head[:24] + struct.pack("<II", address + 72 + len(root), len(held))
        return head.ljust(72, b"\0") + root + held

    return executable(PLAIN, {14: make})


def metadata(made: Assembly) -> bytes:
    names = Names()
    streams = {"#~": _tables(made, names), "#Strings": bytes(names.data), "#US": _texts(made)}
    version = b"v4.0.30319\0\0"
    start = 16 + len(version) + 4 + sum(8 + (len(name) // 4 + 1) * 4 for name in streams)
    head, body = b"", b""
    for name, data in streams.items():
        head += struct.pack("<II", start + len(body), len(data))
        head += name.encode().ljust((len(name) // 4 + 1) * 4, b"\0")
        body += data + bytes(-len(data) % 4)
    first = struct.pack("<4sHHII", b"BSJB", 1, 1, 0, len(version)) + version
    return first + struct.pack("<HH", 0, len(streams)) + head + body


def _tables(made: Assembly, names: Names) -> bytes:
    modules = list(dict.fromkeys(library for library, _ in made.native))
    split = [owner.rpartition(".") for owner, _ in made.calls]
    offsets, at = [], 0
    for _, data in made.resources:
        offsets.append(at)
        at += 4 + len(data)
    rows = {
        0x00: [struct.pack("<5H", 0, names.at("tool.exe"), 1, 0, 0)],
        0x01: [struct.pack("<3H", 2, names.at(own), names.at(space)) for space, _, own in split],
        0x02: [
            struct.pack("<I5H", 0, names.at(own), names.at(space), 0, 1, 1)
            for space, _, own in (one.rpartition(".") for one in ("<Module>", *made.types))
        ],
        0x0A: [
            struct.pack("<3H", (number + 1) << 3 | 1, names.at(name), 0)
            for number, (_, name) in enumerate(made.calls)
        ],
        0x1A: [struct.pack("<H", names.at(module)) for module in modules],
        0x1C: [
            struct.pack("<4H", 0, 1, names.at(name), modules.index(library) + 1)
            for library, name in made.native
        ],
        0x20: [struct.pack("<I4HI3H", 0x8004, 1, 2, 3, 4, 0, 0, names.at(made.name), 0)],
        0x23: [struct.pack("<4HI4H", 4, 0, 0, 0, 0, 0, names.at("mscorlib"), 0, 0)],
        0x28: [
            struct.pack("<IIHH", offset, 1, names.at(name), 0)
            for offset, (name, _) in zip(offsets, made.resources, strict=True)
        ],
    }
    filled = {number: row for number, row in rows.items() if row}
    valid = sum(1 << number for number in filled)
    head = struct.pack("<IBBBBQQ", 0, 2, 0, 0, 1, valid, 0)
    counts = struct.pack(f"<{len(filled)}I", *map(len, filled.values()))
    return head + counts + b"".join(b"".join(row) for row in filled.values())


def _texts(made: Assembly) -> bytes:
    heap = b"\0"
    for text in made.strings:
        raw = text.encode("utf-16-le") + b"\0"
        size = struct.pack(">H", len(raw) | 0x8000) if len(raw) > 0x7F else bytes((len(raw),))
        heap += size + raw
    return heap
