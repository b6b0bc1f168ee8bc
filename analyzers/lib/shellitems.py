"""The path that a list of shell items spells, as a shortcut's target names it."""

from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass
from typing import Final

ITEMS: Final = 64  # items of one list read; a path has some ten
_FOLDERS: Final = {
    "20d04fe0-3aea-1069-a2d8-08002b30309d": "",  # This PC: the drive follows
    "871c5380-42a0-1069-a2ea-08002b30309d": "Internet Explorer",
    "208d2c60-3aea-1069-a2d7-08002b30309d": "Network",
    "f02c1a0d-be21-4350-88b0-7367fc96ef3c": "Network",
    "645ff040-5081-101b-9f08-00aa002f954e": "Recycle Bin",
    "59031a47-3f72-44a7-89c5-5595fe6b30ee": "User's folder",
    "450d8fba-ad25-11d0-98a8-0800361b1103": "Documents",
    "b4bfcc3a-db2c-424c-b029-7fe99a87c641": "Desktop",
    "374de290-123f-4565-9164-39c4925e467b": "Downloads",
    "679f85cb-0220-4080-b29b-5540cc05aab6": "Quick access",
}
_PANELS: Final = frozenset(
    {
        "21ec2020-3aea-1069-a2dd-08002b30309d",
        "26ee0668-a00a-44d7-9371-beb064c98683",
        "5399e694-6ce5-4d6c-8fce-1d8870fdcba0",
    }
)
_LONG_NAME: Final = b"\x04\x00\xef\xbe"  # signature of the block that holds the long name


@dataclass(frozen=True, slots=True)
class Items:
    """``path`` as Windows would write it; ``library`` is a file that a control panel item loads."""

    path: str = ""
    library: str = ""
    address: str = ""  # of an item that is a web address
    count: int = 0


def read(data: bytes) -> Items:
    """The items up to the empty one; what cannot be named is left out."""
    parts: list[str] = []
    library = address = ""
    at = count = 0
    panel = False
    while at + 2 <= len(data) and count < ITEMS:
        size = struct.unpack_from("<H", data, at)[0]
        if size < 3:
            break
        item = data[at + 2 : at + size]
        panel = panel or _panel(item)
        library = library or (_library(item) if panel else "")
        address = address or _address(item)
        parts.append(_name(item))
        at, count = at + size, count + 1
    return Items(_joined(parts), library, address, count)


def _joined(parts: list[str]) -> str:
    return "\\".join(part.rstrip("\\") for part in parts if part)


def _name(item: bytes) -> str:
    """By the class type in the first byte (libfwsi, "Windows Shell Item format")."""
    kind = item[0]
    if kind in (0x1F, 0x2E) and len(item) >= 18:
        return _FOLDERS.get(_guid(item[2:18]), "")
    if kind & 0xF0 == 0x20:
        return _ansi(item[1:])
    if kind & 0x70 == 0x30:
        return _file(item)
    if kind & 0x70 == 0x40:
        return _ansi(item[3:])
    return ""


def _file(item: bytes) -> str:
    """A file or folder: its long name where there is one, else the short one."""
    block = item.find(_LONG_NAME, 12)
    if block >= 4:
        version = struct.unpack_from("<H", item, block - 2)[0]
        skip = {3: 16, 7: 34, 8: 38, 9: 42}.get(version, 42)  # before the name, from the signature
        long = _wide(item[block + skip :])
        if long:
            return long
    return _wide(item[12:]) if item[0] & 4 else _ansi(item[12:])


def _panel(item: bytes) -> bool:
    return (item[0] == 0x1F and len(item) >= 18 and _guid(item[2:18]) in _PANELS) or (
        item[0] in (0x70, 0x71)
    )


def _library(item: bytes) -> str:
    """The path of a .cpl or .dll in an item of the control panel (CVE-2010-2568)."""
    text = item.decode("utf-16-le", "ignore") + "\0" + item[1:].decode("utf-16-le", "ignore")
    for part in text.split("\0"):
        if part.lower().endswith((".cpl", ".dll")) and part.isprintable():
            return part[-260:]
    return ""


def _address(item: bytes) -> str:
    """A URI item (class type 0x61) holds its address in either width."""
    if item[0] != 0x61:
        return ""
    wide = item[6:].decode("utf-16-le", "ignore").partition("\0")[0]
    text = wide if "://" in wide else _ansi(item[6:])
    return text if "://" in text else ""


def _guid(raw: bytes) -> str:
    return str(uuid.UUID(bytes_le=bytes(raw)))


def _ansi(raw: bytes) -> str:
    return raw.partition(b"\0")[0].decode("cp1252", "replace")


def _wide(raw: bytes) -> str:
    return raw[: len(raw) & ~1].decode("utf-16-le", "replace").partition("\0")[0]
