"""Reads Microsoft cabinets ([MS-CAB]) in steps: stored, MSZIP and LZX; Quantum is only named."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib import lzx
from analyzers.lib.failures import PARSER_FAILURES, reason
from analyzers.lib.unpack import Allowance, Stop, Unpacked
from analyzers.model.unit import Unreadable

FILES: Final = 5_000  # entries read
FOLDERS: Final = 500
WINDOW: Final = 0x8000  # bytes of history MSZIP keeps over its blocks, and the most of one block
METHODS: Final = {0: "stored", 1: "MSZIP", 2: "Quantum", 3: "LZX"}
LZX_BYTES: Final = 8 << 20  # of one folder; LZX runs in Python at about 2 MB a CPU second
CALL_FRAMES: Final = 32_768  # frames in which calls are translated
_HEAD: Final = struct.Struct("<4sIIIIIBBHHHHH")
_PREVIOUS, _NEXT, _RESERVES = 1, 2, 4  # flags of the header
_UTF8: Final = 0x80  # attribute: the name is not in the system's code page
_ELSEWHERE: Final = 0xFFFD  # from here on a file begins or goes on in another cabinet


@dataclass(frozen=True, slots=True)
class File:
    name: str
    size: int
    offset: int  # in its folder, unpacked
    folder: int


@dataclass(frozen=True, slots=True)
class Folder:
    """Blocks packed one after the other with one method."""

    start: int
    blocks: int
    method: int
    bits: int  # of the window, for LZX


class Cabinet:
    """The directory of one cabinet; ``parts`` says that it is one of several."""

    def __init__(self, data: bytes) -> None:
        """Raises ``Unreadable``."""
        self._data = data
        try:
            self._read()
        except (struct.error, IndexError) as problem:
            raise Unreadable("The cabinet ends within its directory") from problem

    def _read(self) -> None:
        head = _HEAD.unpack_from(self._data)
        if head[0] != b"MSCF":
            raise Unreadable("No cabinet header")
        self.size, files_at, flags = head[2], head[4], head[10]
        self.count, at, per_folder = head[9], _HEAD.size, 0
        self._per_block = 0
        if flags & _RESERVES:
            reserved, per_folder, self._per_block = struct.unpack_from("<HBB", self._data, at)
            at += 4 + reserved
        self.parts = bool(flags & (_PREVIOUS | _NEXT))
        for flag in (_PREVIOUS, _NEXT):
            for _ in range(2 if flags & flag else 0):  # names of the other cabinet and its disk
                at = self._data.index(b"\0", at) + 1 if b"\0" in self._data[at:][:300] else at
        self.folders = list(self._folders(at, min(head[8], FOLDERS), per_folder))
        self.files = list(self._files(files_at, min(head[9], FILES)))

    def _folders(self, at: int, count: int, reserved: int) -> Iterator[Folder]:
        for _ in range(count):
            start, blocks, kind = struct.unpack_from("<IHH", self._data, at)
            yield Folder(start, blocks, kind & 0xF, kind >> 8 & 0x1F)
            at += 8 + reserved

    def _files(self, at: int, count: int) -> Iterator[File]:
        for _ in range(count):
            size, offset, folder, _, _, attributes = struct.unpack_from("<IIHHHH", self._data, at)
            end = self._data.find(b"\0", at + 16, at + 16 + 300)
            if end < 0:
                return
            raw = self._data[at + 16 : end]
            name = raw.decode("utf-8" if attributes & _UTF8 else "cp1252", "replace")
            yield File(name, size, offset, folder)
            at = end + 1

    def content(self, allowance: Allowance) -> Iterator[tuple[File, Unpacked]]:
        """Each file with what it unpacks to, folder by folder."""
        for number, folder in enumerate(self.folders):
            inside = [file for file in self.files if file.folder == number]
            if inside:
                yield from self._of(folder, inside, allowance)
        for file in self.files:
            if file.folder >= len(self.folders):
                told = "in another cabinet" if file.folder >= _ELSEWHERE else "in no folder"
                yield file, Unpacked(b"", Stop.DAMAGED, told)

    def _of(
        self, folder: Folder, inside: list[File], allowance: Allowance
    ) -> Iterator[tuple[File, Unpacked]]:
        if folder.method not in (0, 1, 3):
            told = METHODS.get(folder.method, f"method {folder.method}")
            yield from ((file, Unpacked(b"", Stop.METHOD, told)) for file in inside)
            return
        wanted = max(file.offset + file.size for file in inside)
        whole, trouble = self._unpacked(folder, min(wanted, _most(folder, allowance)))
        for file in inside:
            piece = whole[file.offset : file.offset + file.size]
            stop = Stop.NONE if len(piece) == file.size else Stop.DAMAGED
            if file.size > allowance.limits.member_bytes:
                piece, stop = piece[: allowance.limits.member_bytes], Stop.MEMBER
            elif stop is Stop.DAMAGED and not trouble:
                stop = Stop.TOTAL
            elif len(piece) > allowance.left:
                piece, stop = b"", Stop.TOTAL
            allowance.left -= len(piece)
            yield file, Unpacked(piece, stop, trouble if stop is Stop.DAMAGED else "")

    def _unpacked(self, folder: Folder, most: int) -> tuple[bytes, str]:
        """The folder's bytes as far as they can be had, and why no further."""
        try:
            if folder.method == 3:
                return self._by_lzx(folder, most), ""
            return self._by_block(folder, most)
        except PARSER_FAILURES as problem:  # what LZX calls damage is a ValueError
            return b"", reason(problem)

    def _by_block(self, folder: Folder, most: int) -> tuple[bytes, str]:
        whole = bytearray()
        for packed, size in self._blocks(folder):
            if len(whole) >= most:
                break
            if folder.method == 0:
                whole += packed
                continue
            if packed[:2] != b"CK":
                return bytes(whole), "a block has no MSZIP mark"
            try:
                decoder = zlib.decompressobj(-15, zdict=bytes(whole[-WINDOW:]))
                whole += decoder.decompress(packed[2:], max(size, 1))
            except zlib.error as problem:
                return bytes(whole), reason(problem)
        return bytes(whole[:most]), "" if len(whole) >= most else "its blocks end too early"

    def _by_lzx(self, folder: Folder, most: int) -> bytes:
        packed = b"".join(block for block, _ in self._blocks(folder))
        reader = lzx.Lzx(folder.bits)
        return translated(reader.unpack(packed, most), reader.translation)

    def _blocks(self, folder: Folder) -> Iterator[tuple[bytes, int]]:
        """Packed bytes of each block, and what they unpack to."""
        at = folder.start
        for _ in range(folder.blocks):
            if at + 8 > len(self._data):
                return
            _, packed, size = struct.unpack_from("<IHH", self._data, at)
            at += 8 + self._per_block
            yield self._data[at : at + packed], min(size, WINDOW)
            at += packed


def translated(data: bytes, size: int) -> bytes:
    """Calls of x86 code made relative again, as the packer made them absolute ([MS-PATCH] 2.4);
    ``size`` is 0 where it did not."""
    if not size:
        return data
    out = bytearray(data)
    for frame in range(0, min(len(out), CALL_FRAMES * WINDOW), WINDOW):
        at, end = out.find(b"\xe8", frame), min(frame + WINDOW, len(out)) - 10
        while 0 <= at < end:
            target = struct.unpack_from("<i", out, at + 1)[0]
            if -at <= target < size:
                relative = target - at if target >= 0 else target + size
                struct.pack_into("<i", out, at + 1, relative)
            at = out.find(b"\xe8", at + 5)
    return bytes(out)


def _most(folder: Folder, allowance: Allowance) -> int:
    room = max(allowance.left, 0)
    return min(room, LZX_BYTES) if folder.method == 3 else room
