"""Tells ZIP files apart by the names in their directory (APPNOTE.TXT 4.3, ECMA-376 part 2)."""

from __future__ import annotations

import re
import struct
import zlib

SIGNATURES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x01\x02",
    b"PK00PK\x03\x04",
    b"PK\x07\x08PK\x03\x04",
)

_END = b"PK\x05\x06"
_END_REACH = (1 << 16) + 22  # the end record and the longest comment behind it
_MEMBERS = 2_000  # directory entries looked at
_TYPES = "[content_types].xml"
_TYPES_BYTES = 256 << 10  # of the unpacked content types
_RAW_REACH = 4 << 20  # bytes searched for names where there is no directory

# Content types of main parts: ...-officedocument.X.*.main+xml and vnd.ms-X.*.macroEnabled.main+xml
_MAIN = re.compile(
    rb"(wordprocessingml|spreadsheetml|presentationml|ms-word|ms-excel|ms-powerpoint)"
    rb"\.[\w.]{3,60}\.main\b"
)
_APPLICATIONS = {
    b"wordprocessingml": "word",
    b"ms-word": "word",
    b"spreadsheetml": "excel",
    b"ms-excel": "excel",
    b"presentationml": "powerpoint",
    b"ms-powerpoint": "powerpoint",
}
_FOLDERS = (("word", "word"), ("xl", "excel"), ("ppt", "powerpoint"))
_KINDS = {
    "word": ("docx", "docm"),
    "excel": ("xlsx", "xlsm"),
    "powerpoint": ("pptx", "pptm"),
}

_Names = dict[str, int]  # lower-case member name to the offset of its local header


def has_directory(data: bytes) -> bool:
    """Whether a readable central directory stands at the end, whatever comes before it."""
    return bool(_central(data))


def begins(data: bytes) -> int | None:
    """Where the first member stands that the directory at the end names; None without one."""
    return min(_central(data).values(), default=None)


def kind(data: bytes) -> str:
    """The kind of a ZIP file; a damaged one is told by what is left of its names."""
    names = _central(data)
    if names:
        return _whole(data, names)
    found = _whole(data, _local(data))
    return found if found not in ("opc", "zip") else _by_raw_name(data, found)


def _whole(data: bytes, names: _Names) -> str:
    types = _member(data, names[_TYPES]).lower() if _TYPES in names else b""
    if _TYPES in names:
        return _office(names, types)
    if "mimetype" in names:
        declared = _member(data, names["mimetype"])
        if b"opendocument" in declared:
            return "odf"
        if b"epub+zip" in declared:
            return "epub"
    if "androidmanifest.xml" in names:
        return "apk"
    return "jar" if "meta-inf/manifest.mf" in names else "zip"


def _office(names: _Names, types: bytes) -> str:
    macros = b"vbaproject" in types or any(n.endswith("vbaproject.bin") for n in names)
    application = _application(names, types)
    if application == "excel" and (b"sheet.binary" in types or "xl/workbook.bin" in names):
        return "xlsb"
    if not application and (b"ms-visio" in types or "visio/document.xml" in names):
        return "vsdx"
    plain, with_macros = _KINDS.get(application, ("opc", "opc"))
    return with_macros if macros or b"macroenabled" in types else plain


def _application(names: _Names, types: bytes) -> str:
    """Whose document it is, by the type of its main part, else by its folders."""
    main = _MAIN.search(types)
    if main:
        return _APPLICATIONS[main.group(1)]
    folders = {name.partition("/")[0] for name in names if "/" in name}
    return next((a for folder, a in _FOLDERS if folder in folders), "")


def _central(data: bytes) -> _Names:
    """Members by the central directory; empty where there is none that holds together."""
    end = data.rfind(_END, max(0, len(data) - _END_REACH))
    if end < 0 or end + 22 > len(data):
        return {}
    size, offset = struct.unpack_from("<II", data, end + 12)
    start = end - size  # right also where something was put in front of the archive
    shift = start - offset if offset != 0xFFFF_FFFF else 0
    if start < 0 or data[start : start + 4] != b"PK\x01\x02":
        start, shift = offset, 0
    names: _Names = {}
    while data[start : start + 4] == b"PK\x01\x02" and len(names) < _MEMBERS:
        if start + 46 > len(data):
            break
        name, extra, comment = struct.unpack_from("<HHH", data, start + 28)
        local = struct.unpack_from("<I", data, start + 42)[0] + shift
        names[_name(data[start + 46 : start + 46 + name])] = local
        start += 46 + name + extra + comment
    return names


def _local(data: bytes) -> _Names:
    """Members by the local headers, as far as these say where the next one is."""
    names: _Names = {}
    start = max(data.find(b"PK\x03\x04", 0, 16), 0)
    while data[start : start + 4] == b"PK\x03\x04" and len(names) < _MEMBERS:
        if start + 30 > len(data):
            break
        packed, _, name, extra = struct.unpack_from("<IIHH", data, start + 18)
        names[_name(data[start + 30 : start + 30 + name])] = start
        start += 30 + name + extra + packed
    return names


def _name(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\\", "/").lstrip("/").lower()


def _member(data: bytes, start: int) -> bytes:
    """The beginning of a member's content, empty where it cannot be unpacked."""
    if start < 0 or start + 30 > len(data) or data[start : start + 4] != b"PK\x03\x04":
        return b""
    method = struct.unpack_from("<H", data, start + 8)[0]
    name, extra = struct.unpack_from("<HH", data, start + 26)
    body = data[start + 30 + name + extra :][:_TYPES_BYTES]
    if method != 8:
        return body if method == 0 else b""
    try:
        return zlib.decompressobj(-15).decompress(body, _TYPES_BYTES)
    except zlib.error:
        return b""


def _by_raw_name(data: bytes, otherwise: str) -> str:
    head = data[:_RAW_REACH]
    for folder, found in ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx")):
        if folder in head:
            return found
    return otherwise
