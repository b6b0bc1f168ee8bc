"""Windows executables with directories of the caller's making; nothing in them does anything."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import replace

from analyzers.lib import peimage
from analyzers.lib.peimage import Image
from analyzers.model.artifact import Artifact
from workbench.simulation.samples.pe import (
    PLAIN,
    Program,
    Section,
    portable_executable,
)

Part = Callable[[int], bytes]  # the content of a directory from its address
Tools = tuple[tuple[int, int, int], ...]  # product, build, uses


def executable(program: Program = PLAIN, parts: Mapping[int, Part] | None = None) -> bytes:
    """The program with a section for each directory that ``parts`` makes."""
    overlay, program, places = program.overlay, replace(program, overlay=b""), {}
    for number, make in (parts or {}).items():
        waiting = replace(program, sections=(*program.sections, Section(f".d{number}", b"\0")))
        address = image_of(portable_executable(waiting)).sections[-1].address
        content = make(address)
        program = replace(program, sections=(*program.sections, Section(f".d{number}", content)))
        places[number] = (address, len(content))
    data = portable_executable(program)
    for number, (address, size) in places.items():
        data = with_directory(data, number, address, size)
    return data + overlay


def image_of(data: bytes) -> Image:
    return peimage.read(Artifact.of(data, "sample.exe", "pe"))


def with_directory(data: bytes, number: int, address: int, size: int) -> bytes:
    image = image_of(data)
    at = image.optional + (112 if image.wide else 96) + 8 * number
    return data[:at] + struct.pack("<II", address, size) + data[at + 8 :]


def patched(data: bytes, offset: int, value: int) -> bytes:
    """The image with 32 bits changed at ``offset`` of its optional header."""
    at = struct.unpack_from("<I", data, 0x3C)[0] + 24 + offset
    return data[:at] + struct.pack("<I", value) + data[at + 4 :]


def delayed_imports(library: str, *functions: str | int, wide: bool = False) -> Part:
    """A delay import directory; numbers are imports by ordinal."""
    word, flag = ("Q", 1 << 63) if wide else ("I", 1 << 31)

    def make(address: int) -> bytes:
        table = struct.calcsize(word) * (len(functions) + 1)
        body, values = bytearray(), []
        for function in functions:
            if isinstance(function, int):
                values.append(flag | function)
                continue
            values.append(address + 64 + table + len(body))
            body += b"\0\0" + function.encode() + b"\0"
        name = address + 64 + table + len(body)
        body += library.encode() + b"\0"
        head = struct.pack("<8I", 1, name, 0, 0, address + 64, 0, 0, 0)
        return head + bytes(32) + struct.pack(f"<{len(values) + 1}{word}", *values, 0) + body

    return make


def exports(library: str, *functions: str) -> Part:
    def make(address: int) -> bytes:
        count, names = len(functions), address + 40
        texts, places = bytearray(library.encode() + b"\0"), []
        for function in functions:
            places.append(names + 4 * count + len(texts))
            texts += function.encode() + b"\0"
        values = (0, 0, 0, names + 4 * count, 1, count, count, 0, names, 0)
        head = struct.pack("<10I", *values)
        return head + struct.pack(f"<{count}I", *places) + bytes(texts)

    return make


def callbacks(*addresses: int, base: int = 0x400000) -> Part:
    """TLS of a 32-bit program with a list of callbacks."""

    def make(address: int) -> bytes:
        listed = base + address + 24
        return struct.pack("<6I", 0, 0, 0, listed, 0, 0) + struct.pack(
            f"<{len(addresses) + 1}I", *addresses, 0
        )

    return make


def debug_record(kind: int, stamp: int, content: bytes = b"", place: int = 0) -> Part:
    """A debug directory of one record whose content lies at a place of the file."""

    def make(_address: int) -> bytes:
        return struct.pack("<IIHHIIII", 0, stamp, 0, 0, kind, len(content), 0, place)

    return make


def rich_header(tools: Tools, data: bytes, *, forged: bool = False) -> bytes:
    """The program with a rich header in front of its own, which takes the place of padding."""
    stub = bytearray(data[:0x80])
    room = 8 * len(tools) + 24
    struct.pack_into("<I", stub, 0x3C, 0x80 + room)
    key = (rich_key(bytes(stub), tools) + forged) & 0xFFFF_FFFF
    words = [int.from_bytes(b"DanS", "little"), 0, 0, 0]
    for product, build, uses in tools:
        words += [product << 16 | build, uses]
    head = b"".join(struct.pack("<I", word ^ key) for word in words)
    body = image_of(data).sections[0].offset
    if data[body - room : body].strip(b"\0"):
        raise ValueError("the headers leave no room")
    return (
        bytes(stub)
        + head
        + b"Rich"
        + struct.pack("<I", key)
        + data[0x80 : body - room]
        + data[body:]
    )


def rich_key(stub: bytes, tools: Tools) -> int:
    """The sum of the DOS header and the list, each value turned by its place or its uses."""
    key = 0x80
    for at, value in enumerate(stub[:0x80]):
        key += _turned(value, at) if not 0x3C <= at < 0x40 else 0
    for product, build, uses in tools:
        key += _turned(product << 16 | build, uses)
    return key & 0xFFFF_FFFF


def _turned(value: int, by: int) -> int:
    by &= 31
    return (value << by | value >> (32 - by)) & 0xFFFF_FFFF


def resources(*held: tuple[int | str, int | str, bytes]) -> Part:
    """A resource tree: type, name and content of each, in US English; no type twice."""

    def make(address: int) -> bytes:
        count = len(held)
        levels, leaves = 16 + 8 * count, 16 + 8 * count + 48 * count
        names, texts = {}, bytearray()
        start = leaves + 16 * count
        for word in (word for kind, name, _ in held for word in (kind, name)):
            if isinstance(word, str):
                names[word] = start + len(texts)
                texts += struct.pack("<H", len(word)) + word.encode("utf-16-le")
        texts += bytes(-len(texts) % 4)
        top, below, entries, body = bytearray(), bytearray(), bytearray(), bytearray()
        named = sum(isinstance(kind, str) for kind, _, _ in held)
        top += struct.pack("<IIHHHH", 0, 0, 0, 0, named, count - named)
        for number, (kind, name, content) in enumerate(held):
            deep = levels + 48 * number
            typed = kind if isinstance(kind, int) else names[kind] | 1 << 31
            called = name if isinstance(name, int) else names[name] | 1 << 31
            top += struct.pack("<II", typed, deep | 1 << 31)
            below += struct.pack("<IIHHHHII", *(0, 0, 0, 0, 0, 1), called, (deep + 24) | 1 << 31)
            below += struct.pack("<IIHHHHII", *(0, 0, 0, 0, 0, 1), 0x409, leaves + 16 * number)
            place = address + start + len(texts) + len(body)
            entries += struct.pack("<IIII", place, len(content), 0, 0)
            body += content + bytes(-len(content) % 4)
        return bytes(top + below + entries + texts + body)

    return make
