"""Kinds that a fixed signature gives away."""

from __future__ import annotations

import re
import struct
from typing import Final

# [MS-ONESTORE] 2.3.1: guidFileType of a .one file.
_ONE: Final = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")

_PREFIXES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "pdf"),
    (b"{\\rt", "rtf"),  # Word asks for no more than these four bytes
    (b"\x78\x9f\x3e\x22", "tnef"),  # [MS-OXTNEF] 2.1.1
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"MSCF\0\0\0\0", "cab"),
    (b"\x1f\x8b\x08", "gz"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"\x7fELF", "elf"),
    (b"L\0\0\0\x01\x14\x02\0", "lnk"),  # [MS-SHLLINK] 2.1: header size and class id
    (b"ITSF", "chm"),
    (b"!BDN", "pst"),
    (_ONE, "one"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"-----BEGIN PKCS7", "pkcs7"),
    (b"-----BEGIN CMS", "pkcs7"),
)
_FIRST: Final = frozenset(prefix[0] for prefix, _ in _PREFIXES) | frozenset(b"BRM")

_BZIP: Final = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_BMP_HEADERS: Final = frozenset({12, 16, 40, 52, 56, 64, 108, 124})  # sizes of the known headers
# Content types of CMS (1.2.840.113549.1.7.*) and of S/MIME receipts and compressed data (...9.16.1)
_CMS: Final = (
    bytes.fromhex("06092a864886f70d0107"),
    bytes.fromhex("060b2a864886f70d01091001"),
)
_CMS_REACH = 64
_ISO_DESCRIPTOR = 0x8001  # byte behind the type of the first volume descriptor, sector 16
_BIFF_START = frozenset({b"\x09\0", b"\x09\x02", b"\x09\x04"})  # BOF of BIFF 2, 3 and 4
_BIFF_LENGTH = frozenset({b"\x04\0", b"\x06\0", b"\x08\0"})


def by_signature(data: bytes) -> str:
    """The kind the first bytes tell, "" for none."""
    if data[0] not in _FIRST:
        return ""
    for prefix, kind in _PREFIXES:
        if data.startswith(prefix):
            return kind
    if data.startswith(b"MZ"):
        return _program(data)
    if _BZIP.match(data):
        return "bz2"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return "bmp" if data.startswith(b"BM") and _bitmap(data) else ""


def by_offset(data: bytes) -> str:
    """The kind a signature further in tells, "" for none."""
    if data[:1] == b"\x30" and any(oid in data[:_CMS_REACH] for oid in _CMS):
        return "pkcs7"
    if data[257:262] == b"ustar" or _old_tar(data):
        return "tar"
    if data[_ISO_DESCRIPTOR : _ISO_DESCRIPTOR + 5] in (b"CD001", b"BEA01", b"NSR02", b"NSR03"):
        return "iso"
    if data[:2] in _BIFF_START and data[2:4] in _BIFF_LENGTH:
        return "xls"
    return ""


def _program(data: bytes) -> str:
    """MZ alone is two letters; a program follows them with a header that is no text."""
    if len(data) >= 64:
        start = struct.unpack_from("<I", data, 0x3C)[0]
        if data[start : start + 4] == b"PE\0\0":
            return "pe"
    return "pe" if b"\0" in data[:64] else ""


def _bitmap(data: bytes) -> bool:
    return len(data) >= 18 and struct.unpack_from("<I", data, 14)[0] in _BMP_HEADERS


def _old_tar(data: bytes) -> bool:
    """A tar header of before POSIX: only its checksum says what it is."""
    header = data[:512]
    if len(header) < 512 or not header[0] or header[100:108].strip(b" \0\r\n01234567"):
        return False
    claimed = header[148:156].strip(b" \0")
    if not claimed or claimed.strip(b"01234567"):
        return False
    return int(claimed, 8) == sum(header) - sum(header[148:156]) + 8 * 0x20
