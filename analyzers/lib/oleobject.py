"""Objects that documents embed: packaged files, and classes known from attacks."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from analyzers.model.observation import Severity

OBJECT_BYTES = 32 << 20  # unpacked of one object on a slide
_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
_STORAGE = re.compile(rb"([\x00\x10])\x00\x11\x10([\x00-\xff]{4})")
NAME = 1_024  # characters read of a name or path

# Class ids from the registrations Microsoft documents; what they can do from its advisories.
CLASSES: Final = {
    "0002CE02-0000-0000-C000-000000000046": "equation",
    "0002CE03-0000-0000-C000-000000000046": "equation",
    "00021700-0000-0000-C000-000000000046": "equation",
    "00000300-0000-0000-C000-000000000046": "link",
    "00000303-0000-0000-C000-000000000046": "link",
    "00000304-0000-0000-C000-000000000046": "link",
    "00000309-0000-0000-C000-000000000046": "link",
    "06290BD2-48AA-11D2-8432-006008C3FBFC": "script",
    "06290BD3-48AA-11D2-8432-006008C3FBFC": "script",
    "3050F4D8-98B5-11CF-BB82-00AA00BDCE0B": "script",
    "ECABB0C7-7F19-11D2-978E-0000F8757E2A": "soap",
    "ECABAFC6-7F19-11D2-978E-0000F8757E2A": "soap",
    "EAB22AC3-30C1-11CF-A7EB-0000C05BAE0B": "browser",
    "8856F961-340A-11D0-A96B-00C04FD705A2": "browser",
    "72C24DD5-D70A-438B-8A42-98424B88AFB8": "script host",
    "F935DC22-1CF0-11D0-ADB9-00C04FD58A0B": "script host",
    "0E59F1D5-1FBE-11D0-8FF2-00A0D10038BC": "script host",
    "D27CDB6E-AE6D-11CF-96B8-444553540000": "flash",
}
CLASS_WORDS: Final = {
    "link": (Severity.MEDIUM, "an object linked to a file elsewhere"),
    "script": (Severity.HIGH, "an object that loads script from an address"),
    "soap": (Severity.HIGH, "an object that loads a web service description as code"),
    "browser": (Severity.MEDIUM, "an embedded web browser"),
    "script host": (Severity.HIGH, "a script host object"),
    "flash": (Severity.MEDIUM, "an embedded Flash player"),
}
# MTEF FONT record: tag 8, typeface, style, then a name that the old Equation Editor copies into
# 36 bytes without looking (CVE-2017-11882); a MATRIX record likewise (CVE-2018-0802).
_OVERLONG_FONT = re.compile(rb"\x08[\x00-\xff]{2}[^\x00]{37}")


@dataclass(frozen=True, slots=True)
class Package:
    """A file as the Packager stores it ([MS-OLEDS] 2.3.6), with the paths its maker left."""

    name: str
    source: str
    temporary: str
    data: bytes = field(repr=False)


def package(stream: bytes, sized: bool = True) -> Package | None:
    """The packaged file of an OLENativeStream; None where the bytes are something else.

    ``sized`` says whether the total size comes first, as in a stream but not in Rich Text.
    """
    at = 4 if sized else 0
    if len(stream) < at + 12 or stream[at : at + 2] != b"\x02\x00":
        return None
    name, at = _text(stream, at + 2)
    source, at = _text(stream, at)
    temporary, at = _text(stream, at + 8)
    if at + 4 > len(stream) or not (name or source):
        return None
    (size,) = struct.unpack_from("<I", stream, at)
    data = stream[at + 4 : at + 4 + size]
    return Package(name or source.rpartition("\\")[2], source, temporary, data) if data else None


def linked_file(stream: bytes) -> str:
    """The path a packaged link opens: a package that carries no file; "" for anything else."""
    if len(stream) < 16 or stream[4:6] != b"\x02\x00":
        return ""
    _name, at = _text(stream, 6)
    source, at = _text(stream, at)
    return source if stream[at + 2 : at + 4] == b"\x01\x00" else ""


def overflows(equation: bytes) -> bool:
    """Whether an Equation Native stream carries a font name the old editor cannot hold."""
    return bool(_OVERLONG_FONT.search(equation[:4096]))


def slide_objects(document: bytes) -> Iterator[bytes]:
    """OLE files in a PowerPoint Document stream: ExOleObjStg records ([MS-PPT] 2.10.34).

    The record that holds macros has the same form; macros are left to whoever reads macros.
    """
    for match in _STORAGE.finditer(document):
        (size,) = struct.unpack("<I", match.group(2))
        body = document[match.end() : match.end() + size]
        if match.group(1) == b"\x10":  # packed; the unpacked size comes first
            try:
                body = zlib.decompressobj().decompress(body[4:], OBJECT_BYTES)
            except zlib.error:
                continue
        if body.startswith(_COMPOUND) and b"V\0B\0A\0" not in body:
            yield body


def _text(data: bytes, at: int) -> tuple[str, int]:
    end = data.find(b"\0", at, at + NAME)
    if end < 0:
        return "", min(at + NAME, len(data))
    return data[at:end].decode("cp1252", "replace"), end + 1
