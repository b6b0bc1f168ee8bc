"""Reads 7-Zip archives in memory and in steps; sizes the headers declare are never believed."""

from __future__ import annotations

import io
import lzma
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from analyzers.lib.failures import PARSER_FAILURES, reason
from analyzers.lib.quiet import quiet
from analyzers.lib.unpack import Allowance, Stop, Unpacked
from analyzers.model.unit import Unreadable

if TYPE_CHECKING:
    import py7zr

CHUNK: Final = 256 << 10  # bytes unpacked at a time
BLOCK_FREE: Final = 16 << 20  # bytes a block may unpack to before its ratio counts
TRIED: Final = 1 << 20  # bytes of the first member that show whether a password fits
AES: Final = b"\x06\xf1\x07\x01"  # 7zFormat.txt: method id of AES-256 with SHA-256
USUAL_CYCLES: Final = 19  # log2 of the rounds of a key, as 7-Zip writes them
# The ciphers load libraries of their own when they are imported, which a box can not.
IMPORTS: Final = (
    "py7zr", "py7zr.compressor", "py7zr.archiveinfo", "lzma", "bz2", "brotli", "backports.zstd",
    "Cryptodome.Cipher.AES", "Cryptodome.Cipher._mode_cbc", "Cryptodome.Cipher._mode_ecb",
)  # fmt: skip
_HEAD: Final = struct.Struct("<6sBBIQQI")


@dataclass(frozen=True, slots=True)
class Member:
    """One entry; ``folder`` is the block it is packed in, -1 for none (directories, empty)."""

    name: str
    size: int
    packed: int
    directory: bool
    checksum: int | None
    folder: int


class Locked(Exception):
    """A password is needed, or the one given does not fit."""


class SevenZip:
    """An archive whose directory could be read; ``encrypted`` says that its content is not."""

    def __init__(self, data: bytes, password: str | None = None) -> None:
        """Raises ``Locked`` where even the directory is encrypted, and ``Unreadable``."""
        self._data = data
        self._archive = _opened(data, password)
        self.members = list(_members(self._archive))
        self.encrypted = any(_is_encrypted(folder) for folder in self._folders)
        self.comment = _leading(data)

    @property
    def _folders(self) -> list[Any]:
        streams = getattr(self._archive.header, "main_streams", None)
        return list(streams.unpackinfo.folders) if streams is not None else []

    @property
    def cycles(self) -> int:
        """The greatest cost of one key, as the power of two of its rounds."""
        costs = [_cycles(coder) for folder in self._folders for coder in folder.coders]
        return max(costs, default=USUAL_CYCLES)

    def content(self, allowance: Allowance) -> Iterator[tuple[Member, Unpacked]]:
        """Each member with what it unpacks to, block by block, within the allowance."""
        for number, folder in enumerate(self._folders):
            inside = [member for member in self.members if member.folder == number]
            yield from self._block(number, folder, inside, allowance)

    def fits(self) -> bool:
        """Whether the password opens the first member; its checksum proves it where it is small."""
        for number, folder in enumerate(self._folders):
            inside = [member for member in self.members if member.folder == number]
            if inside and _is_encrypted(folder):
                return self._begins(number, folder, inside[0])
        return True

    def _begins(self, number: int, folder: Any, member: Member) -> bool:
        try:
            stream = _Block(self._data, self._archive, number, folder)
        except (Locked, *_failures()):  # type: ignore[misc] # all of them are exceptions
            return False
        try:
            start = stream.read(min(member.size, TRIED))
        except _failures():
            return False
        whole = len(start) == member.size and member.checksum is not None
        return zlib.crc32(start) == member.checksum if whole else len(start) > 0

    def _block(
        self, number: int, folder: Any, inside: list[Member], allowance: Allowance
    ) -> Iterator[tuple[Member, Unpacked]]:
        try:
            stream = _Block(self._data, self._archive, number, folder)
        except Locked:
            yield from ((member, Unpacked(b"", Stop.LOCKED)) for member in inside)
            return
        except _unsupported() as problem:
            told = type(problem).__name__
            yield from ((m, Unpacked(b"", Stop.METHOD, told)) for m in inside)
            return
        except _failures() as problem:
            yield from ((m, Unpacked(b"", Stop.DAMAGED, reason(problem))) for m in inside)
            return
        ended: Unpacked | None = None
        for member in inside:
            if ended is None:
                result = stream.member(member, allowance)
                if result.stop in (Stop.TOTAL, Stop.DAMAGED, Stop.RATIO, Stop.MEMBER):
                    ended = Unpacked(b"", result.stop, "a member before it in the same block")
                yield member, result
            else:
                yield member, ended


class _Block:
    """One block of members packed together, unpacked from its start."""

    def __init__(self, data: bytes, archive: py7zr.SevenZipFile, number: int, folder: Any) -> None:
        import py7zr

        packs = archive.header.main_streams.packinfo
        first = sum(
            _inputs(each) for each in archive.header.main_streams.unpackinfo.folders[:number]
        )
        sizes = packs.packsizes[first : first + _inputs(folder)]
        start = archive.afterheader + packs.packpos + sum(packs.packsizes[:first])
        self.packed = sum(sizes)
        self._file = io.BytesIO(data[start : start + self.packed])
        self._given = 0
        try:
            with quiet():
                self._decoder = folder.get_decompressor(self.packed, reset=True)
        except py7zr.PasswordRequired as problem:
            raise Locked from problem

    def read(self, size: int) -> bytes:
        """As much as comes of so many bytes."""
        pieces: list[bytes] = []
        left = size
        while left > 0:
            piece = self._decoder.decompress(self._file, min(left, CHUNK))
            if not piece:
                break
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    def member(self, member: Member, allowance: Allowance) -> Unpacked:
        """The next member in the block; what was read before a bound or a fault is kept."""
        pieces: list[bytes] = []
        left, checksum = member.size, 0
        try:
            while left > 0:
                piece = self.read(min(left, CHUNK))
                if not piece:
                    return Unpacked(b"".join(pieces), Stop.DAMAGED, "it ends early")
                pieces.append(piece)
                left -= len(piece)
                self._given += len(piece)
                checksum = zlib.crc32(piece, checksum)
                size = member.size - left
                if stop := allowance.exceeded(size, max(self.packed, 1)) or self._far(allowance):
                    return Unpacked(b"".join(pieces), stop)
        except _failures() as problem:
            return Unpacked(b"".join(pieces), Stop.DAMAGED, reason(problem))
        allowance.left -= member.size
        if member.checksum is not None and checksum != member.checksum:
            return Unpacked(b"".join(pieces), Stop.DAMAGED, "the checksum does not fit")
        return Unpacked(b"".join(pieces))

    def _far(self, allowance: Allowance) -> Stop:
        """All members of a block share its packed bytes."""
        return (
            Stop.RATIO
            if self._given > (16 << 20) + self.packed * allowance.limits.ratio
            else Stop.NONE
        )


def _opened(data: bytes, password: str | None) -> py7zr.SevenZipFile:
    import py7zr

    if len(data) < _HEAD.size:
        raise Unreadable("The archive ends before its header does")
    try:
        with quiet():
            return py7zr.SevenZipFile(io.BytesIO(data), "r", password=password)
    except py7zr.PasswordRequired as problem:
        raise Locked from problem
    except _failures() as problem:
        if password is not None:
            raise Locked from problem  # what a wrong password decrypts to is no header
        raise Unreadable(f"The archive cannot be read ({reason(problem)})") from problem


def _members(archive: py7zr.SevenZipFile) -> Iterator[Member]:
    folders = {}
    streams = getattr(archive.header, "main_streams", None)
    if streams is not None:
        folders = {id(folder): number for number, folder in enumerate(streams.unpackinfo.folders)}
    for entry in archive.files:
        folder = entry.folder
        number = -1 if folder is None or entry.emptystream else folders.get(id(folder), -1)
        size, packed = int(entry.uncompressed or 0), int(entry.compressed or 0)
        yield Member(
            str(entry.filename), size, packed, bool(entry.is_directory), entry.crc32, number
        )


def _inputs(folder: Any) -> int:
    return max(1, len(getattr(folder, "packed_indices", None) or [0]))


def _is_encrypted(folder: Any) -> bool:
    return any(bytes(coder.get("method", b"")) == AES for coder in folder.coders)


def _cycles(coder: dict[str, Any]) -> int:
    properties = coder.get("properties") or b""
    if bytes(coder.get("method", b"")) != AES or not properties:
        return 0
    return int(properties[0]) & 0x3F


def _leading(data: bytes) -> int:
    """Bytes of an archive's own that its header accounts for; the rest stands behind it."""
    _, _, _, _, offset, size, _ = _HEAD.unpack_from(data)
    return int(_HEAD.size + offset + size)


def _unsupported() -> tuple[type[Exception], ...]:
    import py7zr

    return (py7zr.UnsupportedCompressionMethodError, NotImplementedError)


def _failures() -> tuple[type[Exception], ...]:
    import brotli
    import py7zr
    from backports.zstd import ZstdError
    from py7zr.exceptions import ArchiveError

    codecs = (lzma.LZMAError, zlib.error, ZstdError, brotli.error)
    return (ArchiveError, py7zr.PasswordRequired, *codecs, *PARSER_FAILURES)
