"""Objects of the old Equation Editor: their header, and what an exploit leaves in them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

from analyzers.lib.oleobject import overflows
from analyzers.lib.strings import narrow, printable

# EQNOLEFILEHDR and the MTEF 3 header behind it (MathType MTEF documentation, "MTEF v.3").
_HEADER: Final = 28  # bytes
_SEARCHED: Final = 16_384  # bytes; an exploit's record is the first
# Addresses in EQNEDT32.EXE 2000.11.9.0, which is loaded at a fixed place, that exploits return to.
_PLACES: Final = {
    b"\x12\x0c\x43\x00": "the call of WinExec (0x430C12)",
    b"\x14\x21\x40\x00": "a return instruction (0x402114)",
    b"\x4f\x14\x45\x00": "a jump (0x45144F)",
}
_COMMAND = re.compile(
    r"(?i)https?://|\\\\[\w.@-]+\\|(?:cmd|mshta|powershell|wscript|cscript|regsvr32|rundll32"
    r"|certutil|explorer)(?:\.exe\b|\s{1,3}[/-])|LoadLibrary|GetProcAddress|URLDownload|WinExec"
)


def headed(data: bytes) -> bool:
    """Whether the bytes begin like the stream of an equation."""
    return data[:2] == b"\x1c\x00" and data[2:6] in (b"\0\0\x02\0", b"\0\0\x03\0")


def described(data: bytes) -> str:
    """Version of the formula's format and the program that says it wrote it."""
    if len(data) < _HEADER + 5:
        return "header incomplete"
    version, platform, product, major, minor = struct.unpack_from("<5B", data, _HEADER)
    writer = {0: "MathType", 1: "Equation Editor"}.get(product, f"product {product}")
    system = {0: "Macintosh", 1: "Windows"}.get(platform, f"platform {platform}")
    return f"MTEF {version}, {writer} {major}.{minor} on {system}"


def signs(data: bytes) -> Iterator[str]:
    """What only an exploit puts into a formula."""
    head = data[:_SEARCHED]
    if overflows(head):
        yield "a font name longer than the editor has room for"
    for mark, meaning in _PLACES.items():
        if mark in head:
            yield meaning
    for _offset, text in narrow(head):
        if _COMMAND.search(text):
            yield printable(text, 120)
            return
