"""Finds files inside the constants of a script: tries the ways scripts write bytes, and tastes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Final

from analyzers.lib import datauri
from analyzers.lib.words import words
from analyzers.sniff import sniff

SMALLEST: Final = 48  # characters of a constant worth decoding
CANDIDATES: Final = 600  # constants tried, the longest first
WORK: Final = 32_000_000  # characters decoded for one page
FILES: Final = 20  # rebuilt from one page
KEYS: Final = 12  # keys tried on each constant
_DECODED: Final = "decoded by the script"
_HEAD: Final = 0x8010  # bytes that tell every kind, the ISO 9660 descriptor included

_BASE64 = re.compile(r"[A-Za-z0-9+/_\s-]++={0,3}+\s*+\Z")
_HEX = re.compile(r"[0-9A-Fa-f\\x,\s:-]++\Z")
_NOT_HEX: Final = bytes(sorted(set(range(256)) - set(b"0123456789ABCDEFabcdef")))
_CODES = re.compile(r"\d{1,3}(?:[,;|\s.-]\d{1,3})++\Z")
_RUN = re.compile(r"[A-Za-z0-9+/\r\n]++={0,2}+")
_LONG: Final = 400  # characters of a run worth decoding

PROGRAMS: Final = frozenset({"pe", "elf", "macho", "dex", "class", "lnk", "chm", "jar"})
CONTAINERS: Final = frozenset({"zip", "rar", "7z", "cab", "iso", "gz", "bz2", "xz", "tar", "zst"})
SCRIPTS: Final = frozenset({"script", "html", "svg", "js", "vbs", "ps1", "bat", "wsf", "hta"})
DOCUMENTS: Final = words(
    "doc docx docm xls xlsx xlsm xlsb ppt pptx pptm ooxml-encrypted opc odf ole one pdf rtf msg"
)
_STRONG: Final = PROGRAMS | CONTAINERS | DOCUMENTS


# Longer marks for kinds whose usual one is two or three bytes: chance decodings reach those.
_MAGIC: Final = {"gz": (b"\x1f\x8b\x08",), "bz2": (b"BZh",)}


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A file written into a page; ``how`` names the steps that gave it."""

    data: bytes = field(repr=False)
    kind: str
    how: str


def runs(source: str) -> Iterator[str]:
    """Long stretches of base64 or hexadecimal digits anywhere in a page."""
    long = (m.group() for m in _RUN.finditer(source) if m.end() - m.start() >= _LONG)
    return islice(long, CANDIDATES)


def files(
    constants: Iterable[str], decoded: Iterable[str], keys: Iterable[str | int]
) -> Iterator[Rebuilt]:
    """Each different file once; ``decoded`` are results of the script's own decoders."""
    ways = usable(keys)
    known: list[Rebuilt] = []
    left = WORK
    for text, ready in _candidates(constants, decoded):
        left -= len(text)
        if left < 0 or len(known) >= FILES:
            return
        for data, how in _readings(text, ready=ready):
            found = _file(data, how, ways, ready=ready)
            if found and not any(_piece(found, whole) for whole in known):
                known.append(found)
                yield found


def _piece(file: Rebuilt, whole: Rebuilt) -> bool:
    """Whether a file is a part of one already found, or its broken copy."""
    guessed = not file.how.startswith(_DECODED)
    same_start = file.kind == whole.kind and file.data[:24] == whole.data[:24]
    return (guessed and same_start) or file.data in whole.data


def _candidates(constants: Iterable[str], decoded: Iterable[str]) -> list[tuple[str, bool]]:
    texts = dict.fromkeys((t for t in constants if len(t) >= SMALLEST), False)
    texts |= dict.fromkeys((t for t in decoded if len(t) >= SMALLEST), True)
    return sorted(texts.items(), key=lambda item: (item[1], len(item[0])), reverse=True)[
        :CANDIDATES
    ]


def _readings(text: str, *, ready: bool) -> Iterator[tuple[bytes, str]]:
    """The bytes a text may stand for."""
    if ready or not text.isascii():
        try:
            yield text.encode("latin-1"), _DECODED if ready else "as written"
        except UnicodeEncodeError:
            yield text.encode("utf-16-le", "surrogatepass"), "text"
    if _CODES.match(text):
        yield _codes(text), "character codes"
    elif _HEX.match(text):
        digits = _digits(text)
        yield bytes.fromhex(digits), "hexadecimal"
        yield bytes.fromhex(digits[::-1]), "reversed hexadecimal"
    head = text.removeprefix("data:").partition(";base64,")[2] if text.startswith("data:") else text
    if _BASE64.match(head):
        yield datauri.from_base64(head), "base64"
    if _BASE64.match(head[::-1]):
        yield datauri.from_base64(head[::-1]), "reversed base64"


def _digits(text: str) -> str:
    """The hexadecimal digits of a text, an even number of them."""
    digits = text.replace("0x", "").encode("ascii").translate(None, _NOT_HEX).decode("ascii")
    return digits[: len(digits) & ~1]


def _codes(text: str) -> bytes:
    return bytes(int(n) & 0xFF for n in re.split(r"[,;|\s.-]", text) if n)


def _file(data: bytes, how: str, keys: list[tuple[bytes, str]], *, ready: bool) -> Rebuilt | None:
    kind = _kind(data)
    if kind:
        return Rebuilt(data, kind, how)
    for key, name in keys:
        if _kind(mixed(data[:_HEAD], key)):
            plain = mixed(data, key)
            kind = _kind(plain)
            if kind:
                return Rebuilt(plain, kind, f"{how}, exclusive or with {name}")
    inner = _inner(data) if not ready else b""
    return Rebuilt(inner, _kind(inner), f"{how} twice") if _kind(inner) else None


def _inner(data: bytes) -> bytes:
    """What base64 inside base64 holds."""
    head = data[:200]
    if len(data) < SMALLEST or not head.isascii() or not _BASE64.match(head.decode("ascii")):
        return b""
    return datauri.from_base64(data.decode("latin-1"))


def _kind(data: bytes) -> str:
    """The kind of a file worth examining, "" for anything else."""
    if len(data) < SMALLEST:
        return ""
    kind = sniff(data)
    if kind in _STRONG:
        return kind if all(data.startswith(m) for m in _MAGIC.get(kind, ())) else ""
    return kind if kind in SCRIPTS and data[:4096].isascii() else ""


def usable(keys: Iterable[str | int]) -> list[tuple[bytes, str]]:
    """Each key once as bytes, with how it is shown; at most ``KEYS``."""
    found: dict[bytes, str] = {}
    for key in keys:
        if isinstance(key, int) and 0 < key < 256:
            found[bytes([key])] = f"{key:#04x}"
        elif isinstance(key, str) and 0 < len(key) <= 256 and key.isascii():
            found[key.encode("ascii")] = repr(key[:40])
    return list(found.items())[:KEYS]


def mixed(data: bytes, key: bytes) -> bytes:
    """Combined by exclusive or with the key, over and over."""
    if len(key) == 1:
        return data.translate(bytes(b ^ key[0] for b in range(256)))
    stream = bytes(islice(cycle(key), len(data)))
    mixed = int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")
    return mixed.to_bytes(len(data), "big")
