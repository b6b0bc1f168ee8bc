"""Unpacks ZIP members under bounds: sizes a directory declares are never believed."""

from __future__ import annotations

import copy
import enum
import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO

from analyzers.lib import aes_zip, deflate64
from analyzers.lib.failures import reason
from analyzers.model.unit import Limits, Unreadable

CHUNK = 64 << 10  # bytes read at a time
FREE = 1 << 20  # bytes a member may unpack to before its ratio counts
LOCAL_HEADER = struct.Struct("<4s5H3L2H")  # APPNOTE.TXT 4.3.7
UTF8_NAME, ENCRYPTED = 0x800, 0x1  # APPNOTE.TXT 4.4.4
AES_METHOD = 99  # WinZip AES encryption specification
ENDLESS = 1 << 62
BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    ValueError,
    struct.error,
)
UNREADABLE: tuple[type[Exception], ...] = (*BROKEN, RuntimeError)


class Stop(enum.StrEnum):
    """Why a member was not, or not wholly, unpacked."""

    NONE = ""
    RATIO = "unpacks to far more than it holds"
    MEMBER = "is larger than one member may be"
    TOTAL = "the archive as a whole unpacks to more than is allowed"
    LOCKED = "needs a password"
    METHOD = "uses a compression method that is not supported"
    DAMAGED = "is damaged"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out of a member; ``data`` holds what was read before ``stop``."""

    data: bytes = field(repr=False)
    stop: Stop = Stop.NONE
    detail: str = ""


@dataclass(slots=True)
class Allowance:
    """What all members of one archive may still unpack to, in bytes."""

    limits: Limits
    left: int

    @classmethod
    def of(cls, limits: Limits, packed: int) -> Allowance:
        """For an archive of ``packed`` bytes: the ratio holds for it as a whole, too."""
        return cls(limits, min(limits.child_bytes, max(FREE * 16, packed * limits.ratio)))

    def exceeded(self, unpacked: int, packed: int) -> Stop:
        if unpacked > self.limits.member_bytes:
            return Stop.MEMBER
        if unpacked > FREE and unpacked > packed * self.limits.ratio:
            return Stop.RATIO
        return Stop.TOTAL if unpacked > self.left else Stop.NONE


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive's directory; ``Unreadable`` where there is none that can be read."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except UNREADABLE as problem:
        raise Unreadable(f"The ZIP directory cannot be read ({reason(problem)})") from problem


def unpack(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    allowance: Allowance,
    password: bytes | None = None,
) -> Unpacked:
    """Read one member in steps and stop at the first bound it meets."""
    if member.compress_type == AES_METHOD:
        return _aes(archive, member, allowance, password)
    if member.compress_type == deflate64.METHOD and not member.flag_bits & ENCRYPTED:
        return _long_deflated(archive, member, allowance)
    try:
        with archive.open(_patient(archive, member), pwd=password) as stream:
            return read_through(stream, member.compress_size, allowance)
    except NotImplementedError as problem:
        return Unpacked(b"", Stop.METHOD, str(problem))
    except RuntimeError as problem:  # zipfile's word for a missing or wrong password
        return Unpacked(b"", Stop.LOCKED, str(problem))
    except BROKEN as problem:
        return Unpacked(b"", Stop.DAMAGED, reason(problem))


def renamed(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    """The name in the member's own header where it differs from the directory's, else ""."""
    local = _local_name(archive, member)
    return local if local is not None and local != member.orig_filename else ""


def _patient(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """A copy that makes zipfile read to the end of the stream, not to the declared size."""
    info = copy.copy(member)
    if member.compress_type != zipfile.ZIP_STORED:
        info.file_size = ENDLESS
    else:
        info.file_size = member.compress_size
    info.orig_filename = _local_name(archive, member) or member.orig_filename
    return info


def _local_name(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str | None:
    raw = archive.fp
    if raw is None or member.header_offset < 0:
        return None
    raw.seek(member.header_offset)
    head = raw.read(LOCAL_HEADER.size)
    if len(head) < LOCAL_HEADER.size or not head.startswith(b"PK\3\4"):
        return None
    _, _, flags, *_, name_length, _ = LOCAL_HEADER.unpack(head)
    name = raw.read(name_length)
    return name.decode("utf-8" if flags & UTF8_NAME else "cp437", "replace")


def read_through(stream: IO[bytes], packed: int, allowance: Allowance) -> Unpacked:
    """A member of ``packed`` bytes, in steps and up to the first bound it meets."""
    data = bytearray()
    try:
        while chunk := stream.read(CHUNK):
            if stop := allowance.exceeded(len(data) + len(chunk), packed):
                allowance.left -= len(data)
                return Unpacked(bytes(data), stop)
            data += chunk
    except BROKEN as problem:
        allowance.left -= len(data)
        return Unpacked(bytes(data), Stop.DAMAGED, reason(problem))
    allowance.left -= len(data)
    return Unpacked(bytes(data))


def _aes(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    allowance: Allowance,
    password: bytes | None,
) -> Unpacked:
    if password is None:
        return Unpacked(b"", Stop.LOCKED)
    if stop := allowance.exceeded(member.compress_size, member.compress_size):
        return Unpacked(b"", stop)
    packed = _packed(archive, member)
    if packed is None:
        return Unpacked(b"", Stop.DAMAGED, "no local header")
    plain = aes_zip.decrypt(packed, member.extra, password)
    if plain is None:
        return Unpacked(b"", Stop.LOCKED)
    return _plain(plain, allowance)


def _packed(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    """The member's bytes as they lie there; None where its header is not."""
    raw = archive.fp
    if raw is None or member.header_offset < 0:
        return None
    raw.seek(member.header_offset)
    head = raw.read(LOCAL_HEADER.size)
    if len(head) < LOCAL_HEADER.size:
        return None
    raw.seek(sum(LOCAL_HEADER.unpack(head)[-2:]), io.SEEK_CUR)
    return raw.read(member.compress_size)


def _long_deflated(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, allowance: Allowance
) -> Unpacked:
    packed = _packed(archive, member)
    if packed is None:
        return Unpacked(b"", Stop.DAMAGED, "no local header")
    stream = deflate64.Inflating64(packed)
    result = read_through(stream, len(packed), allowance)  # type: ignore[arg-type]
    if result.stop is Stop.NONE and zlib.crc32(result.data) != member.CRC:
        return Unpacked(result.data, Stop.DAMAGED, "the checksum is wrong")
    return result


def _plain(plain: aes_zip.Plain, allowance: Allowance) -> Unpacked:
    if plain.method == zipfile.ZIP_STORED:
        return read_through(io.BytesIO(plain.data), len(plain.data), allowance)
    if plain.method == zipfile.ZIP_DEFLATED:
        return read_through(_Inflating(plain.data), len(plain.data), allowance)  # type: ignore[arg-type]
    if plain.method == deflate64.METHOD:
        stream = deflate64.Inflating64(plain.data)
        return read_through(stream, len(plain.data), allowance)  # type: ignore[arg-type]
    return Unpacked(b"", Stop.METHOD, f"method {plain.method} under AES")


class _Inflating:
    """A raw deflate stream that unpacks no more than it is asked for."""

    def __init__(self, packed: bytes) -> None:
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        self._rest = packed

    def read(self, size: int) -> bytes:
        data = self._inflate.decompress(self._rest, size)
        self._rest = self._inflate.unconsumed_tail
        return data
