"""Kinds that a fixed signature gives away."""

from __future__ import annotations

import re
from typing import Final

from analyzers.sniff import programs

# [MS-ONESTORE] 2.3.1: guidFileType of a section, and of the list of sections beside it.
_ONE: Final = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")
_ONE_CONTENTS: Final = bytes.fromhex("a12ff343d9ef764c9ee210ea5722765f")

_PREFIXES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "pdf"),
    (b"{\\rt", "rtf"),  # Word asks for no more than these four bytes
    (b"\x78\x9f\x3e\x22", "tnef"),  # [MS-OXTNEF] 2.1.1
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"MSCF\0\0\0\0", "cab"),
    (b"\x1f\x8b\x08", "gz"),
    (b"\x1f\x9d", "z"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"LZIP\1", "lzip"),
    (b"MSWIM\0\0\0", "wim"),
    (b"xar!\0", "xar"),
    (b"\xed\xab\xee\xdb", "rpm"),
    (b"\x7fELF", "elf"),
    (b"L\0\0\0\x01\x14\x02\0", "lnk"),  # [MS-SHLLINK] 2.1: header size and class id
    (b"ITSF", "chm"),
    (b"!BDN", "pst"),
    (_ONE, "one"),
    (_ONE_CONTENTS, "onetoc"),
    (b"\0\1\0\0Standard Jet DB\0", "access"),
    (b"\0\1\0\0Standard ACE DB\0", "access"),
    (b"ActiveMime", "mso"),
    (b"SQLite format 3\0", "sqlite"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),  # BigTIFF
    (b"8BPS\0\1", "psd"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "jp2"),
    (b"OggS\0", "ogg"),
    (b"fLaC\0", "flac"),
    (b"\x1a\x45\xdf\xa3", "mkv"),  # EBML, which WebM is too
    (b"MThd\0\0\0\6", "midi"),
    (b"-----BEGIN PKCS7", "pkcs7"),
    (b"-----BEGIN CMS", "pkcs7"),
)
_BY_BYTE: Final = {
    first: tuple(pair for pair in _PREFIXES if pair[0][0] == first)
    for first in {prefix[0] for prefix, _ in _PREFIXES}
}

_BZIP: Final = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_FLASH: Final = (b"FWS", b"CWS", b"ZWS")
_FLASH_BYTES: Final = 1 << 28  # above any real film; four letters read as a number are more
# Content types of CMS (1.2.840.113549.1.7.*) and of S/MIME receipts and compressed data (...9.16.1)
_CMS: Final = (
    bytes.fromhex("06092a864886f70d0107"),
    bytes.fromhex("060b2a864886f70d01091001"),
)
_CMS_REACH = 64
_BIFF_START = frozenset({b"\x09\0", b"\x09\x02", b"\x09\x04"})  # BOF of BIFF 2, 3 and 4
_BIFF_LENGTH = frozenset({b"\x04\0", b"\x06\0", b"\x08\0"})


def by_signature(data: bytes) -> str:
    """The kind the first bytes tell, "" for none."""
    for prefix, kind in _BY_BYTE.get(data[0], ()):
        if data.startswith(prefix):
            return kind
    if data.startswith(b"MZ"):
        return programs.dos_or_windows(data)
    if _BZIP.match(data):
        return "bz2"
    if data[:3] in _FLASH and 0 < int.from_bytes(data[4:8], "little") < _FLASH_BYTES:
        return "swf"
    return ""


def by_offset(data: bytes) -> str:
    """The kind a signature further in tells, "" for none."""
    if data[:1] == b"\x30" and any(oid in data[:_CMS_REACH] for oid in _CMS):
        return "pkcs7"
    if data[:2] in _BIFF_START and data[2:4] in _BIFF_LENGTH:
        return "xls"
    return ""
