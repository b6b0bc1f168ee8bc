"""Tells the less common archives apart, whose marks are short or stand further in."""

from __future__ import annotations

import re
import struct
from typing import Final

_LHA = re.compile(rb"-(?:l[hz][0-9ds]|pm[012s])-")
_CPIO = re.compile(rb"07070[127][0-9A-Fa-f]{70}")  # cpio(5): the fields are digits
_CPIO_OLD: Final = (b"\xc7\x71", b"\x71\xc7")  # the word 070707 in either order
_ARJ_HEADER: Final = 2_600  # bytes at most of the basic header (ARJ technical note)


def kind(data: bytes) -> str:
    """The kind of archive, "" for none."""
    if data[7:14] == b"**ACE**":
        return "ace"
    if _LHA.match(data, 2) and len(data) >= 22 and data[20] in (0, 1, 2, 3):
        return "lzh"
    if data[:2] == b"\x60\xea" and len(data) > 40:
        size = struct.unpack_from("<H", data, 2)[0]
        return "arj" if 0 < size <= _ARJ_HEADER and data[4] >= 30 and data[10] == 2 else ""
    if _CPIO.match(data) or (data[:2] in _CPIO_OLD and _old_cpio(data)):
        return "cpio"
    return "tar" if data[257:262] == b"ustar" or _old_tar(data) else ""


def _old_cpio(data: bytes) -> bool:
    """The name's length stands in the header, and the name ends with a NUL."""
    order = "<" if data[0] == 0xC7 else ">"
    length = struct.unpack_from(f"{order}H", data, 20)[0] if len(data) > 26 else 0
    return 1 < length < 1024 and data[25 + length : 26 + length] == b"\0"


def _old_tar(data: bytes) -> bool:
    """A tar header of before POSIX: only its checksum says what it is."""
    header = data[:512]
    if len(header) < 512 or not header[0] or header[100:108].strip(b" \0\r\n01234567"):
        return False
    claimed = header[148:156].strip(b" \0")
    if not claimed or claimed.strip(b"01234567"):
        return False
    return int(claimed, 8) == sum(header) - sum(header[148:156]) + 8 * 0x20
