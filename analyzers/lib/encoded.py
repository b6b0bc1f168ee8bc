"""Finds content that is written in base64 or hex, or hidden by one key byte, in other bytes."""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from analyzers.lib.names import words_of

TRIED: Final = 10_000  # runs of one encoding
DECODED: Final = 32 << 20  # characters decoded of one artifact
PROBE: Final = 96  # characters decoded to see whether a run is anything
HITS: Final = 5_000  # places of one known plain text that are looked at
FOUND: Final = 40  # different pieces kept of one artifact
EXCERPT: Final = 200  # bytes shown around a known text

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}(?:\r?\n[A-Za-z0-9+/]{4,})*={0,2}")
_HEX = re.compile(rb"[0-9A-Fa-f]{48,}")
_PLAIN = re.compile(rb"[\x20-\x7e\t\r\n]{12,}\Z")
_VISIBLE = re.compile(rb"[\x20-\x7e]+")
_SPACED = re.compile(rb"\s+")
# What is looked for under a key byte; longer than five letters, so that chance does not make them.
KNOWN: Final = (
    b"This program cannot be run", b"http://", b"https://", b"kernel32.dll", b"KERNEL32.dll",
    b"powershell", b"CreateObject", b"cmd.exe /c", b"WScript.Shell",
)  # fmt: skip
_CASE: Final = 0x20  # the key that only turns capitals into small letters
_STUB: Final = 0x4E  # where the usual DOS stub says that it cannot be run
_MARKS: Final = (
    (b"\x7fELF", "elf"), (b"L\0\0\0\x01\x14\x02\0", "lnk"), (b"PK\3\4", "zip"),
    (b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"%PDF-", "pdf"), (b"{\\rt", "rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"MSCF\0\0\0\0", "cab"),
)  # fmt: skip
PROGRAMS: Final = words_of("pe elf lnk")


@dataclass(frozen=True, slots=True)
class Piece:
    """Content found: ``how`` it was written, ``kind`` what it is, "" for text."""

    offset: int
    how: str
    kind: str
    data: bytes


@dataclass(slots=True)
class Bounds:
    """What was left out, in words; "" where all was looked at."""

    reached: str = ""


def written(data: bytes, bounds: Bounds, *, texts: bool = True) -> Iterator[Piece]:
    """What stands there in base64 and in hex; without ``texts`` only files."""
    room = DECODED
    for how, pattern in (("base64", _BASE64), ("hex", _HEX)):
        matches = pattern.finditer(data)
        for match in islice(matches, TRIED):
            raw = match.group()
            head = _decoded(how, raw[:PROBE])
            kind = _kind(head)
            if not kind and not (texts and _text(head)):
                continue
            room -= len(raw)
            if room < 0:
                bounds.reached = f"more than {DECODED >> 20} MiB in encodings"
                return
            whole = _decoded(how, raw)
            if kind == "mz":
                kind = "pe" if _program(whole) else ""
            if kind:
                yield Piece(match.start(), how, kind, whole)
            elif texts and (text := _text(whole)):
                yield Piece(match.start(), how, "", text)
        if next(matches, None):
            bounds.reached = f"more than {TRIED:,} runs of {how}"


def keyed(data: bytes, bounds: Bounds, most: int) -> Iterator[Piece]:
    """What a single key byte hides, found by known text: neighbours differ alike under any key.

    A program is given whole, at most ``most`` bytes of it; of other text what stands around.
    """
    number = int.from_bytes(data, "little")
    differences = (number ^ number >> 8).to_bytes(len(data), "little")
    for known in KNOWN:
        pattern = bytes(a ^ b for a, b in pairwise(known))
        for place in _places(differences, pattern, bounds):
            key = data[place] ^ known[0]
            if key in (0, _CASE) or place + len(known) > len(data):
                continue
            yield _piece(data, place, key, most)


def _piece(data: bytes, place: int, key: int, most: int) -> Piece:
    table = bytes(value ^ key for value in range(256))
    start = place - _STUB
    if start >= 0 and data[start : start + 2].translate(table) == b"MZ":
        whole = data[start : start + most].translate(table)
        if _program(whole):
            return Piece(start, f"XOR 0x{key:02X}", "pe", whole)
    visible = _VISIBLE.match(data[place : place + EXCERPT].translate(table))
    return Piece(place, f"XOR 0x{key:02X}", "", visible.group() if visible else b"")


def first(pieces: Iterable[Piece], bounds: Bounds) -> list[Piece]:
    """The first different ones, as many as are kept."""
    seen: dict[bytes, Piece] = {}
    for piece in pieces:
        seen.setdefault(piece.data, piece)
        if len(seen) > FOUND:
            bounds.reached = f"more than {FOUND} pieces"
            break
    return list(seen.values())[:FOUND]


def _places(data: bytes, pattern: bytes, bounds: Bounds) -> Iterator[int]:
    place = -1
    for _ in range(HITS):
        place = data.find(pattern, place + 1)
        if place < 0:
            return
        yield place
    if data.find(pattern, place + 1) >= 0:
        bounds.reached = f"more than {HITS:,} places of a known text"


def _decoded(how: str, raw: bytes) -> bytes:
    raw = _SPACED.sub(b"", raw).rstrip(b"=")
    try:
        if how == "hex":
            return bytes.fromhex(raw[: len(raw) // 2 * 2].decode("ascii"))
        return base64.b64decode(raw[: len(raw) // 4 * 4 + (0, 0, 2, 3)[len(raw) % 4]] + b"==")
    except (binascii.Error, ValueError):
        return b""


def _kind(head: bytes) -> str:
    if head[:2] == b"MZ":
        return "mz"
    return next((kind for mark, kind in _MARKS if head.startswith(mark)), "")


def _program(data: bytes) -> bool:
    if len(data) < 64:
        return False
    start = struct.unpack_from("<I", data, 0x3C)[0]
    return data[start : start + 4] == b"PE\0\0"


def _text(data: bytes) -> bytes:
    """The text, in one byte a character; b"" where it is none."""
    if len(data) > 24 and not any(data[1:24:2]):
        data = data[::2]
    return data if _PLAIN.match(data) and len(set(data)) > 4 else b""
