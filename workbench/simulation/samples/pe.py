"""Writes Windows executables (PE32, PE32+) whose code is one return instruction.

Layout: Microsoft PE Format; the version resource: VS_VERSIONINFO.  Started on Windows, the
program returns at once: no import is ever called.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

IMAGE_BASE, WIDE_IMAGE_BASE = 0x400000, 0x140000000
PAGE, FILE_ALIGN = 0x1000, 0x200
RETURN = b"\xc3"
CODE, READABLE, WRITABLE = 0x60000020, 0x40000040, 0xC0000040
I386, AMD64 = 0x14C, 0x8664
GUI, CONSOLE = 2, 3
IMPORT_DIRECTORY, RESOURCE_DIRECTORY = 1, 2
RT_VERSION = 16
BORN = 1767225600  # 1 January 2026, the link time stamp
STUB = b"This program cannot be run in DOS mode.\r\r\n$"


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    data: bytes
    flags: int = READABLE


@dataclass(frozen=True, slots=True)
class Program:
    """What the file claims to be; ``imports`` maps a library to the names taken from it."""

    wide: bool = False
    console: bool = False
    imports: Mapping[str, Sequence[str]] = field(
        default_factory=lambda: {"KERNEL32.dll": ("ExitProcess",)}
    )
    version: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    overlay: bytes = b""
    timestamp: int = BORN


PLAIN = Program()


def portable_executable(program: Program = PLAIN) -> bytes:
    """The file; sections are .text, .rdata, .rsrc (with a version) and the given ones."""
    sections = [Section(".text", RETURN * 64, CODE)]
    directories = {}
    imports_at = PAGE * (1 + len(sections))
    imports = _imports(program, imports_at)
    sections.append(Section(".rdata", imports))
    directories[IMPORT_DIRECTORY] = (imports_at, 20 * (len(program.imports) + 1))
    if program.version:
        at = imports_at + _up(len(imports), PAGE)
        resource = _resource(_version(program.version), at)
        sections.append(Section(".rsrc", resource))
        directories[RESOURCE_DIRECTORY] = (at, len(resource))
    return _file(program, [*sections, *program.sections], directories)


def _up(value: int, step: int) -> int:
    return -(-value // step) * step


def _file(
    program: Program, sections: Sequence[Section], directories: Mapping[int, tuple[int, int]]
) -> bytes:
    table, body = bytearray(), bytearray()
    address = PAGE
    headers = _up(0x80 + 24 + (240 if program.wide else 224) + 40 * len(sections), FILE_ALIGN)
    for section in sections:
        raw = _up(len(section.data), FILE_ALIGN)
        table += struct.pack(
            "<8sIIIIIIHHI",
            *(section.name.encode(), len(section.data), address, raw, headers + len(body)),
            *(0, 0, 0, 0, section.flags),
        )
        body += section.data.ljust(raw, b"\0")
        address += _up(max(1, len(section.data)), PAGE)
    head = _dos() + _coff(program, len(sections))
    head += _optional(program, address, headers, len(body), directories) + table
    return head.ljust(headers, b"\0") + bytes(body) + program.overlay


def _dos() -> bytes:
    head = struct.pack("<2s58xI", b"MZ", 0x80)
    return (head + STUB).ljust(0x80, b"\0")


def _coff(program: Program, sections: int) -> bytes:
    machine, size = (AMD64, 240) if program.wide else (I386, 224)
    flags = 0x0022 if program.wide else 0x0102  # executable, 32-bit or large addresses
    return b"PE\0\0" + struct.pack(
        "<HHIIIHH", machine, sections, program.timestamp, 0, 0, size, flags
    )


def _optional(
    program: Program,
    image: int,
    headers: int,
    data: int,
    directories: Mapping[int, tuple[int, int]],
) -> bytes:
    wide = program.wide
    start = struct.pack(
        "<HBBIIIII", 0x20B if wide else 0x10B, 14, 0, FILE_ALIGN, data - FILE_ALIGN, 0, PAGE, PAGE
    )
    base = struct.pack("<Q", WIDE_IMAGE_BASE) if wide else struct.pack("<II", PAGE, IMAGE_BASE)
    middle = struct.pack("<IIHHHHHHIIII", PAGE, FILE_ALIGN, 6, 0, 0, 0, 6, 0, 0, image, headers, 0)
    # No DllCharacteristics beyond NX and terminal-server aware: no relocations are written.
    system = struct.pack("<HH", CONSOLE if program.console else GUI, 0x8100)
    memory = struct.pack("<4Q" if wide else "<4I", 0x100000, 0x1000, 0x100000, 0x1000)
    tail = struct.pack("<II", 0, 16)
    pairs = (struct.pack("<II", *directories.get(n, (0, 0))) for n in range(16))
    return start + base + middle + system + memory + tail + b"".join(pairs)


def _imports(program: Program, at: int) -> bytes:
    """Descriptors, then for each library both thunk tables, the hint names and its own name."""
    word = 8 if program.wide else 4
    descriptors, body = bytearray(), bytearray()
    base = at + 20 * (len(program.imports) + 1)
    for library, names in program.imports.items():
        here = base + len(body)
        table = word * (len(names) + 1)
        hints, places = bytearray(), []
        for name in names:
            places.append(here + 2 * table + len(hints))
            hints += _even(b"\0\0" + name.encode() + b"\0")
        thunks = struct.pack(f"<{len(names) + 1}{'Q' if word == 8 else 'I'}", *places, 0)
        name_at = here + 2 * table + len(hints)
        descriptors += struct.pack("<IIIII", here, 0, 0, name_at, here + table)
        body += thunks + thunks + hints + _even(library.encode() + b"\0")
        body += b"\0" * (-len(body) % word)
    return bytes(descriptors + bytes(20) + body)


def _even(data: bytes) -> bytes:
    return data + b"\0" * (len(data) % 2)


def _resource(data: bytes, at: int) -> bytes:
    """One version resource under type, name 1 and language US English."""

    def level(number: int, target: int) -> bytes:
        return struct.pack("<IIHHHHII", 0, 0, 0, 0, 0, 1, number, target)

    deeper = 0x80000000
    tree = level(RT_VERSION, deeper | 24) + level(1, deeper | 48) + level(0x409, 72)
    return tree + struct.pack("<IIII", at + 88, len(data), 0, 0) + data


def _version(strings: Mapping[str, str]) -> bytes:
    fixed = struct.pack(
        "<13I", 0xFEEF04BD, 0x10000, 0x10000, 0, 0x10000, 0, 0x3F, 0, 0x40004, 1, 0, 0, 0
    )
    pairs = b"".join(
        _block(key, (value + "\0").encode("utf-16-le"), text=True) for key, value in strings.items()
    )
    texts = _block("StringFileInfo", children=_block("040904B0", children=pairs, text=True))
    language = _block("Translation", struct.pack("<HH", 0x409, 0x4B0))
    return _block(
        "VS_VERSION_INFO", fixed, children=texts + _block("VarFileInfo", children=language)
    )


def _block(key: str, value: bytes = b"", *, children: bytes = b"", text: bool = False) -> bytes:
    head = _four(bytes(6) + (key + "\0").encode("utf-16-le"))
    body = _four(head + value) + children if children else head + value
    length = len(value) // 2 if text and value else len(value)
    return _four(struct.pack("<HHH", len(body), length, int(text)) + body[6:])


def _four(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)
