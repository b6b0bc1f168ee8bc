"""Tells pictures, sounds, films and typefaces apart that no single prefix gives away."""

from __future__ import annotations

import struct
from typing import Final

_RIFF: Final = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi", b"ACON": "ani"}
# Brands of ISO 14496-12 files; one that is not here is a film.
_BRANDS: Final = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), "heic"),
    **dict.fromkeys((b"avif", b"avis"), "avif"),
}
_TYPEFACES: Final = (b"\0\1\0\0", b"OTTO", b"true")
_WRAPPED: Final = (b"wOFF", b"wOF2", b"ttcf")
_FLAVOURS: Final = (*_TYPEFACES, b"\0\2\0\0")
_TABLES: Final = 64  # of a typeface
_BMP_HEADERS: Final = frozenset({12, 16, 40, 52, 56, 64, 108, 124})  # sizes of the known headers
_BITRATES: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # layer III
_RATES: Final = (44_100, 48_000, 32_000)  # MPEG-1


def kind(data: bytes) -> str:
    """The kind, "" for none."""
    start = data[:4]
    if start == b"RIFF":
        return _RIFF.get(data[8:12], "")
    if data[4:8] == b"ftyp":
        return _boxed(data)
    if start in _TYPEFACES and _typeface(data):
        return "font"
    if start in _WRAPPED and data[4:8] in _FLAVOURS:
        return "font"
    if start[:2] == b"BM":
        return "bmp" if _bitmap(data) else ""
    if start in (b"\0\0\1\0", b"\0\0\2\0"):
        return "ico" if _icons(data) else ""
    if start == b"\1\0\0\0" and data[40:44] == b" EMF":  # [MS-EMF] 2.3.4.2
        return "emf"
    if start == b"\xd7\xcd\xc6\x9a" or _metafile(data):
        return "wmf"
    return "mp3" if _frames(data) else ""


def _boxed(data: bytes) -> str:
    """By the brands in the first box, of which the first is the main one."""
    size = min(struct.unpack_from(">I", data)[0], 256)
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, size, 4))]
    if brands[0] in (b"mif1", b"msf1"):  # says only that it is a picture: the others say of what
        return next((k for b in brands[1:] if (k := _BRANDS.get(b)) == "avif"), "heic")
    return _BRANDS.get(brands[0], "mp4") if size >= 16 or not size else ""


def _typeface(data: bytes) -> bool:
    tables = struct.unpack_from(">H", data, 4)[0] if len(data) >= 28 else 0
    return 0 < tables <= _TABLES and all(0x20 <= byte < 0x7F for byte in data[12:16])


def _bitmap(data: bytes) -> bool:
    return len(data) >= 18 and struct.unpack_from("<I", data, 14)[0] in _BMP_HEADERS


def _icons(data: bytes) -> bool:
    """Entries of 16 bytes behind the count, the first of which points into the file."""
    if len(data) < 22:
        return False
    count = struct.unpack_from("<H", data, 4)[0]
    size, start = struct.unpack_from("<II", data, 14)
    return bool(count and size and 6 + 16 * count <= start < len(data) and not data[9])


def _metafile(data: bytes) -> bool:
    """[MS-WMF] 2.3.2.2: type, nine words of header, version 1 or 3."""
    return data[:4] in (b"\1\0\x09\0", b"\2\0\x09\0") and data[4:6] in (b"\0\1", b"\0\3")


def _frames(data: bytes) -> bool:
    """ID3, or two frames of MPEG audio one behind the other."""
    if data.startswith(b"ID3"):
        return len(data) > 10 and data[3] < 5
    if data[:2] not in (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2") or len(data) < 4:
        return False
    rate, frequency = data[2] >> 4, data[2] >> 2 & 3
    if not 0 < rate < 15 or frequency == 3:
        return False
    if data[1] in (0xF3, 0xF2):
        return True
    length = 144_000 * _BITRATES[rate] // _RATES[frequency] + (data[2] >> 1 & 1)
    return len(data) <= length or data[length : length + 1] == b"\xff"
