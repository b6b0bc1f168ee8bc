"""Reads UDF file systems (ECMA-167, OSTA UDF 2.60) as disc images use them, trusting no number."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib.iso9660 import DEPTH, ENTRIES, Cut, Entry
from analyzers.model.unit import Unreadable

SECTOR: Final = 2048
ANCHOR: Final = 256  # sector of the anchor (ECMA-167, 3/8.4.2.1)
DESCRIPTORS: Final = 64
PIECES: Final = 4_000  # extents of one file
DIRECTORY: Final = 4 << 20
# Tags of descriptors (3/7.2.1, 4/7.2.1).
_ANCHOR, _PARTITION, _VOLUME, _END = 2, 5, 6, 8
_SET, _IDENTIFIER, _FILE, _EXTENDED = 256, 257, 261, 266
_DIRECTORY: Final = 4  # file type (4/14.6.6)
_HIDDEN, _IS_DIRECTORY, _DELETED, _PARENT = 1, 2, 4, 8  # characteristics (4/14.4.3)


@dataclass(frozen=True, slots=True)
class Udf:
    """Where the partition begins, in bytes, and where in it the root directory is described."""

    label: str
    partition: int
    root: int  # logical block


@dataclass(frozen=True, slots=True)
class Node:
    """What a file entry says: its pieces in the image, or the content it holds itself."""

    directory: bool
    size: int
    pieces: tuple[tuple[int, int], ...]  # offset and bytes; offset -1 for a hole
    inside: bytes = b""

    def content(self, data: bytes, most: int) -> bytes:
        if self.inside or not self.pieces:
            return self.inside[: min(self.size, most)]
        parts: list[bytes] = []
        left = min(self.size, most)
        for offset, length in self.pieces:
            take = min(length, left)
            parts.append(bytes(take) if offset < 0 else data[offset : offset + take])
            left -= take
            if left <= 0:
                break
        return b"".join(parts)


def opened(data: bytes) -> Udf:
    """Raises ``Unreadable`` where the chain from the anchor to the root breaks."""
    anchor = _descriptor(data, ANCHOR * SECTOR, _ANCHOR)
    if anchor is None:
        raise Unreadable("No UDF anchor can be read")
    length, start = struct.unpack_from("<II", anchor, 16)
    partition, label, fileset = -1, "", 0
    for number in range(min(length // SECTOR, DESCRIPTORS)):
        block = data[(start + number) * SECTOR : (start + number + 1) * SECTOR]
        match _tag(block):
            case 5:
                partition = struct.unpack_from("<I", block, 188)[0] * SECTOR
            case 6:
                label = _identifier(block[84:212])
                fileset = struct.unpack_from("<I", block, 252)[0]
            case 8:
                break
    if partition < 0:
        raise Unreadable("The UDF image names no partition")
    described = _descriptor(data, partition + fileset * SECTOR, _SET)
    if described is None:
        raise Unreadable("The UDF image has no file set")
    root: int = struct.unpack_from("<I", described, 404)[0]
    return Udf(label, partition, root)


def entries(data: bytes, image: Udf) -> Iterator[tuple[Entry, Node]]:
    """Files and directories with their nodes, each directory visited once; ``Cut`` at a bound."""
    waiting, seen, count, deep = [("", image.root, 0)], {image.root}, 0, False
    while waiting:
        prefix, block, depth = waiting.pop(0)
        node = _node(data, image, block)
        if node is None:
            continue
        for name, flags, target in _identifiers(node.content(data, DIRECTORY)):
            found = _node(data, image, target)
            count += 1
            if count > ENTRIES:
                raise Cut
            if found is None:
                continue
            path = prefix + (name.replace("/", "_") or "unnamed")
            is_directory = bool(flags & _IS_DIRECTORY) or found.directory
            offset = found.pieces[0][0] if found.pieces else 0
            yield Entry(path, offset, found.size, bool(flags & _HIDDEN), is_directory), found
            if is_directory and target not in seen:
                deep |= depth >= DEPTH
                if depth >= DEPTH:
                    continue
                seen.add(target)
                waiting.append((path + "/", target, depth + 1))
    if deep:
        raise Cut


def _identifiers(content: bytes) -> Iterator[tuple[str, int, int]]:
    """Name, characteristics and logical block of each (4/14.4)."""
    at = 0
    while at + 38 <= len(content) and _tag(content[at : at + 16]) == _IDENTIFIER:
        flags, length = content[at + 18], content[at + 19]
        target = struct.unpack_from("<I", content, at + 24)[0]
        extra = struct.unpack_from("<H", content, at + 36)[0]
        name = content[at + 38 + extra : at + 38 + extra + length]
        at += (38 + extra + length + 3) & ~3
        if not flags & (_DELETED | _PARENT):
            yield _characters(name), flags, target


def _node(data: bytes, image: Udf, block: int) -> Node | None:
    at = image.partition + block * SECTOR
    entry = data[at : at + SECTOR]
    kind = _tag(entry)
    if kind not in (_FILE, _EXTENDED) or len(entry) < 216:
        return None
    fixed = 176 if kind == _FILE else 216
    size = struct.unpack_from("<Q", entry, 56)[0]
    attributes, allocations = struct.unpack_from("<II", entry, fixed - 8)
    flags = struct.unpack_from("<H", entry, 34)[0] & 7
    area = entry[fixed + attributes : fixed + attributes + allocations]
    directory = entry[27] == _DIRECTORY
    if flags == 3:  # the content stands in the entry itself
        return Node(directory, size, (), area)
    return Node(directory, size, tuple(_pieces(area, 8 if flags == 0 else 16, image)))


def _pieces(area: bytes, width: int, image: Udf) -> Iterator[tuple[int, int]]:
    """Allocation descriptors, short or long (4/14.14)."""
    for at in range(0, min(len(area), PIECES * width) - width + 1, width):
        length, block = struct.unpack_from("<II", area, at)
        kind, size = length >> 30, length & 0x3FFF_FFFF
        if not size or kind == 3:  # continued elsewhere, which images made in one go do not do
            return
        yield (image.partition + block * SECTOR if kind == 0 else -1), size


def _descriptor(data: bytes, at: int, wanted: int) -> bytes | None:
    block = data[at : at + SECTOR]
    return block if len(block) == SECTOR and _tag(block) == wanted else None


def _tag(block: bytes) -> int:
    """The tag's number where its checksum fits (3/7.2.3), else -1."""
    if len(block) < 16 or (sum(block[:4]) + sum(block[5:16])) & 0xFF != block[4]:
        return -1
    number: int = struct.unpack_from("<H", block)[0]
    return number


def _identifier(raw: bytes) -> str:
    """A field whose last byte tells how much of it is used (1/7.2.12)."""
    return _characters(raw[: min(raw[-1], len(raw) - 1)]) if raw else ""


def _characters(raw: bytes) -> str:
    """OSTA compressed Unicode: the first byte is the bits of a character."""
    if raw[:1] == b"\x10":
        return raw[1:].decode("utf-16-be", "replace").replace("\0", "")
    return raw[1:].decode("latin-1").replace("\0", "")
