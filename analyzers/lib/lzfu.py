"""Unpacks the compressed RTF of Outlook messages ([MS-OXRTFCP]), as far as it goes."""

from __future__ import annotations

import struct
from typing import Final

# [MS-OXRTFCP] 2.1.2.1: what the dictionary holds before the first byte.
_PREFIX: Final = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4096
_HEADER = 16
_LONGEST = 17  # bytes of one reference


def declared(packed: bytes) -> int:
    """Bytes that the RTF unpacks to, as its header claims."""
    return int(struct.unpack_from("<I", packed, 4)[0]) if len(packed) >= _HEADER else 0


def unpack(packed: bytes, most: int = 64 << 20) -> bytes:
    """The RTF, ``most`` bytes of it; b"" where the header is none.  Its checksum is not asked:
    damage is no reason not to look."""
    if len(packed) < _HEADER:
        return b""
    size, magic = struct.unpack_from("<I4s", packed, 4)
    size, body = min(size, most), packed[_HEADER:]
    if magic == b"MELA":
        return body[:size]
    return _expand(body, size) if magic == b"LZFu" else b""


def _expand(body: bytes, size: int) -> bytes:
    """Runs of eight tokens behind a byte whose bits say which are references."""
    # Spaces stand for the part of the window that nothing was written to.
    out = bytearray(b" " * (_WINDOW - len(_PREFIX)) + _PREFIX)
    end, place = _WINDOW + size, 0
    while place < len(body) and len(out) < end:
        flags, place = body[place], place + 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += body[place : place + 1]
                place += 1
                continue
            if place + 2 > len(body):
                return bytes(out[_WINDOW:end])
            token, place = body[place] << 8 | body[place + 1], place + 2
            # Positions in the window count from its start, which lies len(_PREFIX) before ours.
            back = (len(out) + len(_PREFIX) - (token >> 4)) % _WINDOW
            if back == 0:  # a reference to the place of writing ends the stream
                return bytes(out[_WINDOW:end])
            _copy(out, back, (token & 0xF) + 2)
    return bytes(out[_WINDOW:end])


def _copy(out: bytearray, back: int, length: int) -> None:
    """A reference may reach into what it is writing itself."""
    found = bytes(out[-back:][:length])
    out += (found * (_LONGEST // len(found) + 1))[:length]
