"""Programs of other systems, built byte by byte; their code does nothing."""

from __future__ import annotations

import plistlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Linux:
    """A 64-bit program whose addresses are the places in the file."""

    interpreter: str = "/lib64/ld-linux-x86-64.so.2"
    needed: Sequence[str] = ("libc.so.6",)
    functions: Sequence[str] = ("puts",)
    path: str = ""
    text: bytes = b"\xc3" * 64
    flags: int = 5  # of the segment: 1 execute, 2 write, 4 read
    sections: bool = True
    kind: int = 3
    overlay: bytes = b""


def elf(made: Linux | None = None) -> bytes:
    made = made or Linux()
    body, base = bytearray(), 64 + 56 * 4
    texts = bytearray(b"\0")

    def text(word: str) -> int:
        at = len(texts)
        texts.extend(word.encode() + b"\0")
        return at

    def put(data: bytes) -> int:
        at = base + len(body)
        body.extend(data + bytes(-len(data) % 8))
        return at

    interpreter = put(made.interpreter.encode() + b"\0")
    tags = [(1, text(name)) for name in made.needed]
    tags += [(29, text(made.path))] if made.path else []
    symbols = bytes(24) + b"".join(
        struct.pack("<IBBHQQ", text(name), 0x12, 0, 0, 0, 0) for name in made.functions
    )
    strings = put(bytes(texts))
    table = put(symbols)
    dynamic = b"".join(struct.pack("<qQ", *one) for one in [*tags, (5, strings), (0, 0)])
    links = put(dynamic)
    note = struct.pack("<III", 4, 4, 3) + b"GNU\0" + bytes.fromhex("c0ffee00")
    build = put(note)
    code = put(made.text)
    names = b"\0.text\0.dynsym\0.dynstr\0.shstrtab\0"
    named = put(names)
    end = base + len(body)
    parts = [
        (0, 0, 0, 0, 0, 0, 0), (1, 1, 6, code, len(made.text), 0, 0),
        (7, 11, 2, table, len(symbols), 3, 24), (15, 3, 2, strings, len(texts), 0, 0),
        (23, 3, 0, named, len(names), 0, 0),
    ] if made.sections else []  # fmt: skip
    rows = b"".join(
        struct.pack("<IIQQQQIIQQ", name, kind, flags, at, at, size, link, 0, 8, step)
        for name, kind, flags, at, size, link, step in parts
    )
    length = end + len(rows)
    segments = [
        (1, made.flags, 0, length), (2, 6, links, len(dynamic)), (4, 4, build, len(note)),
        (3 if made.interpreter else 0, 4, interpreter, len(made.interpreter) + 1),
    ]  # fmt: skip
    head = b"\x7fELF\2\1\1" + bytes(9) + struct.pack(
        "<HHIQQQIHHHHHH", made.kind, 62, 1, code, 64, end if rows else 0, 0, 64, 56, 4, 64,
        len(parts), 4 if rows else 0,
    )  # fmt: skip
    table_of = b"".join(
        struct.pack("<IIQQQQQQ", kind, flags, at, at, at, size, size, 8)
        for kind, flags, at, size in segments
    )
    return head + table_of + bytes(body) + rows + made.overlay


def macho(
    libraries: Sequence[str] = ("/usr/lib/libSystem.B.dylib",),
    rights: Sequence[str] | None = None,
    team: str = "",
    protection: int = 5,
    declared: int = 0,
) -> bytes:
    """A 64-bit program; ``rights`` are entitlements, None for no signature at all."""
    commands = [struct.pack("<II16s4Q4I", 0x19, 72, b"__TEXT", 0, 4096, 0, 64, 7, protection, 0, 0)]
    for name in libraries:
        raw = name.encode() + b"\0" * (8 - len(name) % 8)
        commands.append(struct.pack("<6I", 0xC, 24 + len(raw), 24, 2, 0, 0) + raw)
    commands.append(struct.pack("<II", 0x1B, 24) + bytes(range(16)))
    commands.append(struct.pack("<6I", 0x32, 24, 1, 11 << 16 | 2 << 8, 0, 0))
    signature = _signature(rights, team) if rights is not None else b""
    size = sum(map(len, commands)) + (16 if signature else 0)
    if signature:
        commands.append(struct.pack("<4I", 0x1D, 16, 32 + size, len(signature)))
    head = struct.pack("<8I", 0xFEEDFACF, 0x0100_000C, 0, 2, declared or len(commands), size, 0, 0)
    return head + b"".join(commands) + signature


def _signature(rights: Sequence[str], team: str) -> bytes:
    plist = plistlib.dumps(dict.fromkeys(rights, True))
    entitlements = struct.pack(">II", 0xFADE7171, 8 + len(plist)) + plist
    texts = b"com.example.tool\0" + team.encode() + b"\0"
    flags = 0 if team else 2
    directory = struct.pack(">11I", 0xFADE0C02, 52 + len(texts), 0x20200, flags, *(0,) * 7)
    directory = directory[:20] + struct.pack(">I", 52) + directory[24:]
    directory += struct.pack(">II", 0, 69 if team else 0) + texts
    certificates = struct.pack(">II", 0xFADE0B01, 16) + bytes(8)
    blobs = [directory, entitlements, *([certificates] if team else [])]
    index, at = b"", 12 + 8 * len(blobs)
    for number, blob in enumerate(blobs):
        index += struct.pack(">II", number, at)
        at += len(blob)
    return struct.pack(">III", 0xFADE0CC0, at, len(blobs)) + index + b"".join(blobs)


def fat(*programs: bytes) -> bytes:
    head, body = struct.pack(">II", 0xCAFEBABE, len(programs)), b""
    start = 8 + 20 * len(programs)
    for program in programs:
        head += struct.pack(">5I", 0x0100_000C, 0, start + len(body), len(program), 0)
        body += program
    return head + body


def java_class(*calls: tuple[str, str], name: str = "Tool", strings: Sequence[str] = ()) -> bytes:
    """Of Java 17; ``calls`` are class and method."""
    pool: list[bytes] = []

    def add(data: bytes) -> int:
        pool.append(data)
        return len(pool)

    def text(word: str) -> int:
        return add(b"\1" + struct.pack(">H", len(word)) + word.encode())

    own = add(b"\7" + struct.pack(">H", text(name)))
    parent = add(b"\7" + struct.pack(">H", text("java/lang/Object")))
    for owner, method in calls:
        held = add(b"\7" + struct.pack(">H", text(owner)))
        described = add(b"\x0c" + struct.pack(">HH", text(method), text("()V")))
        add(b"\x0a" + struct.pack(">HH", held, described))
    for word in strings:
        add(b"\x08" + struct.pack(">H", text(word)))
    add(b"\5" + bytes(8))  # a long, which takes two numbers
    head = b"\xca\xfe\xba\xbe" + struct.pack(">HHH", 0, 61, len(pool) + 2)
    return head + b"".join(pool) + struct.pack(">3H", 0x21, own, parent) + bytes(8)


def dex(*calls: tuple[str, str], strings: Sequence[str] = ()) -> bytes:
    """Bytecode that names methods and holds strings."""
    words = list(dict.fromkeys([*(part for call in calls for part in call), *strings]))
    types = list(dict.fromkeys(owner for owner, _ in calls))
    start = 0x70
    kinds = start + 4 * len(words)
    table = kinds + 4 * len(types)
    texts = table + 8 * len(calls)
    places, body = [], b""
    for word in words:
        places.append(texts + len(body))
        body += bytes((min(len(word), 127),)) + word.encode() + b"\0"
    content = struct.pack(f"<{len(words)}I", *places)
    content += struct.pack(f"<{len(types)}I", *(words.index(one) for one in types))
    content += b"".join(
        struct.pack("<HHI", types.index(owner), 0, words.index(name)) for owner, name in calls
    )
    size = texts + len(body)
    counts = (len(words), start, len(types), kinds, 0, 0, 0, 0, len(calls), table, 3, 0, 0, 0)
    head = b"dex\n035\0" + bytes(24) + struct.pack("<6I", size, 0x70, 0x12345678, 0, 0, 0)
    return head + struct.pack("<14I", *counts) + content + body
