"""Writes OLE compound files ([MS-CFB] version 3): .doc, .msg, vbaProject.bin."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

SECTOR = 512
MINI_SECTOR = 64
MINI_CUTOFF = 4096  # streams below this many bytes live in the mini stream
ENTRY = 128
IN_HEADER = 109  # FAT sector numbers that fit into the header
PER_SECTOR = SECTOR // 4
FREE, END, FAT_MARK, DIFAT_MARK = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
NOBODY = 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
RED, BLACK = 0, 1
SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")


@dataclass(frozen=True, slots=True)
class Stream:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Storage:
    """A folder of streams and storages; ``class_id`` is the 16 raw bytes of its CLSID."""

    name: str
    children: tuple[Storage | Stream, ...] = ()
    class_id: bytes = bytes(16)


@dataclass(slots=True)
class _Entry:
    """One directory entry while the tree is being laid out."""

    node: Storage | Stream
    kind: int
    colour: int = BLACK
    left: int = NOBODY
    right: int = NOBODY
    child: int = NOBODY
    start: int = END
    size: int = 0

    def pack(self) -> bytes:
        name = self.node.name.encode("utf-16-le")
        class_id = self.node.class_id if isinstance(self.node, Storage) else bytes(16)
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            *(name, len(name) + 2, self.kind, self.colour),
            *(self.left, self.right, self.child, class_id),
            *(0, 0, 0, self.start, self.size),
        )


@dataclass(slots=True)
class _Sectors:
    """Sectors in file order with their allocation table."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, content: bytes) -> int:
        """Append a chain of sectors; number of the first one, END for nothing."""
        if not content:
            return END
        first = len(self.table)
        count = -(-len(content) // self.size)
        self.data += content.ljust(count * self.size, b"\0")
        self.table += [*range(first + 1, first + count), END]
        return first


def compound_file(root: Storage) -> bytes:
    """The file; ``root.name`` is ignored, its class id is that of the whole document."""
    entries = _directory(Storage("Root Entry", root.children, root.class_id))
    big, mini = _Sectors(SECTOR), _Sectors(MINI_SECTOR)
    for entry in entries:
        if isinstance(entry.node, Stream):
            entry.size = len(entry.node.data)
            entry.start = (mini if entry.size < MINI_CUTOFF else big).add(entry.node.data)
    entries[0].start, entries[0].size = big.add(bytes(mini.data)), len(mini.data)
    mini_table = big.add(_words(mini.table)) if mini.table else END
    directory = big.add(_padded(entries))
    return _assemble(big, directory, mini_table, -(-len(mini.table) // PER_SECTOR))


def _padded(entries: Sequence[_Entry]) -> bytes:
    unused = struct.pack("<68xIII48x", NOBODY, NOBODY, NOBODY)
    return b"".join(e.pack() for e in entries) + unused * (-len(entries) % (SECTOR // ENTRY))


def _words(table: Sequence[int]) -> bytes:
    padded = [*table, *[FREE] * (-len(table) % PER_SECTOR)]
    return struct.pack(f"<{len(padded)}I", *padded)


def _assemble(big: _Sectors, directory: int, mini_table: int, mini_count: int) -> bytes:
    used = len(big.table)
    fats, difats = _table_sizes(used)
    fat_numbers = list(range(used, used + fats))
    table = [*big.table, *[FAT_MARK] * fats, *[DIFAT_MARK] * difats]
    first_difat = used + fats if difats else END
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        *(SIGNATURE, 0x3E, 3, 0xFFFE, 9, 6),  # minor, major, little endian, sector shifts
        *(0, fats, directory, 0, MINI_CUTOFF, mini_table, mini_count, first_difat, difats),
    )
    inside = (fat_numbers + [FREE] * IN_HEADER)[:IN_HEADER]
    header += struct.pack(f"<{IN_HEADER}I", *inside)
    outside = b"".join(_difat(fat_numbers[IN_HEADER:], first_difat))
    return header + bytes(big.data) + _words(table) + outside


def _table_sizes(used: int) -> tuple[int, int]:
    """Numbers of FAT and DIFAT sectors that cover ``used`` sectors and themselves."""
    fats = difats = 0
    while True:
        needed = -(-(used + fats + difats) // PER_SECTOR)
        more = -(-max(0, needed - IN_HEADER) // (PER_SECTOR - 1))
        if (needed, more) == (fats, difats):
            return fats, difats
        fats, difats = needed, more


def _difat(numbers: Sequence[int], first: int) -> Iterator[bytes]:
    step = PER_SECTOR - 1
    blocks = [numbers[at : at + step] for at in range(0, len(numbers), step)]
    for place, block in enumerate(blocks):
        following = first + place + 1 if place + 1 < len(blocks) else END
        filled = [*block, *[FREE] * (step - len(block)), following]
        yield struct.pack(f"<{PER_SECTOR}I", *filled)


def _directory(root: Storage) -> list[_Entry]:
    entries = [_Entry(root, ROOT)]
    _fill(entries, 0, root)
    return entries


def _fill(entries: list[_Entry], parent: int, storage: Storage) -> None:
    children = sorted(storage.children, key=_order)
    first = len(entries)
    entries += [_Entry(c, STREAM if isinstance(c, Stream) else STORAGE) for c in children]
    depth = (len(children) + 1).bit_length() - 1  # levels that are full, and so may be black
    entries[parent].child = _balance(entries, range(first, first + len(children)), depth)
    for number, child in enumerate(children, first):
        if isinstance(child, Storage):
            _fill(entries, number, child)


def _order(node: Storage | Stream) -> tuple[int, str]:
    """[MS-CFB] 2.6.4: shorter names first, then by upper-cased code units."""
    return len(node.name.encode("utf-16-le")), node.name.upper()


def _balance(entries: list[_Entry], numbers: range, full: int) -> int:
    """Link sorted siblings to a balanced tree; only its unfinished last level is red."""
    if not numbers:
        return NOBODY
    middle = len(numbers) // 2
    top = entries[numbers[middle]]
    top.colour = BLACK if full > 0 else RED
    top.left = _balance(entries, numbers[:middle], full - 1)
    top.right = _balance(entries, numbers[middle + 1 :], full - 1)
    return numbers[middle]
