"""Tells compiled programs and their parts apart by their headers."""

from __future__ import annotations

import struct
from typing import Final

_MACHO: Final = {
    b"\xfe\xed\xfa\xce": ">",  # 32 bits; mach-o/loader.h
    b"\xfe\xed\xfa\xcf": ">",  # 64 bits
    b"\xce\xfa\xed\xfe": "<",
    b"\xcf\xfa\xed\xfe": "<",
}
_FAT: Final = (b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")  # mach-o/fat.h; the first is Java's too
_ARCHITECTURES: Final = 30  # in a fat file; Java began to count its class versions at 45
_NEWEST_CLASS: Final = 100  # far above the class version of any Java there is
# Machines of [PE] 3.3.1 that object files are made for.
_COFF: Final = frozenset({0x014C, 0x8664, 0x01C0, 0x01C4, 0xAA64, 0x0200})
_COFF_SECTIONS: Final = 4_096
_PYTHON: Final = (  # magic numbers, offset of the code object (PEP 3147, 552)
    (range(20_121, 62_212), 8),
    (range(3_000, 3_230), 8),
    (range(3_230, 3_390), 12),
    (range(3_390, 4_000), 16),
)


def kind(data: bytes) -> str:
    """The kind of program, "" for none."""
    start = data[:4]
    if start in _MACHO:
        return "macho" if len(data) >= 28 else ""
    if start in _FAT:
        return _fat_or_class(data)
    if start == b"dex\n" and data[7:8] == b"\0":
        return "dex"
    if start == b"\0asm" and data[4:8] in (b"\1\0\0\0", b"\x0d\0\1\0"):  # module or component
        return "wasm"
    if data.startswith(b"!<arch>\n"):
        return "deb" if data[8:21] == b"debian-binary" else "ar"
    return "pyc" if _python(data) else "coff" if _object(data) else ""


def dos_or_windows(data: bytes) -> str:
    """MZ alone is two letters; a program follows them with a header that is no text."""
    if len(data) >= 64:
        start = struct.unpack_from("<I", data, 0x3C)[0]
        if data[start : start + 4] == b"PE\0\0":
            return "pe"
    return "pe" if b"\0" in data[:64] else ""


def _fat_or_class(data: bytes) -> str:
    """Both begin alike; what follows is a count of architectures or the version of a class."""
    if len(data) < 10:
        return ""
    count, version = struct.unpack_from(">I", data, 4)[0], struct.unpack_from(">H", data, 6)[0]
    if 0 < count <= _ARCHITECTURES:
        return "macho" if len(data) >= 8 + 20 * count else ""
    return "class" if 45 <= version <= _NEWEST_CLASS else ""


def _python(data: bytes) -> bool:
    if data[2:4] != b"\r\n" or len(data) < 17:
        return False
    number = struct.unpack_from("<H", data)[0]
    place = next((at for numbers, at in _PYTHON if number in numbers), 0)
    return bool(place) and data[place] & 0x7F == ord("c")  # marshalled code


def _object(data: bytes) -> bool:
    """A COFF object: no optional header, and sections whose content lies in the file."""
    if len(data) < 60:
        return False
    machine, sections, _, symbols, count, optional = struct.unpack_from("<HHIIIH", data)
    if machine not in _COFF or optional or not 0 < sections <= _COFF_SECTIONS:
        return False
    if symbols + 18 * count > len(data) or 20 + 40 * sections > len(data):
        return False
    size, start = struct.unpack_from("<II", data, 36)
    named = data[20:28].rstrip(b"\0")
    return named[:1] in (b".", b"/") and (start == 0 or start + size <= len(data))
