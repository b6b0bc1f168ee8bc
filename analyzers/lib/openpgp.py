"""Recognises OpenPGP data (RFC 9580) and reads what is outside the encryption; nothing is opened.

Signatures are not verified: that takes a key somebody trusts.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

BLOCKS: Final = 20  # armoured blocks of one text
PACKETS: Final = 200  # of one block
_ARMOUR: Final = 4 << 20  # bytes of one armoured block that are decoded

_BEGIN = re.compile(
    rb"^[ \t>|]{0,20}-----BEGIN PGP (SIGNED MESSAGE|MESSAGE|SIGNATURE|PUBLIC KEY BLOCK"
    rb"|PRIVATE KEY BLOCK)(?:, PART \d{1,3}/?\d{0,3})?-----",
    re.M,
)
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]{1,4194304}")
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_ADDRESS = re.compile(r"[^\s<>()]{1,64}@[^\s<>()]{1,255}")

KINDS: Final = {
    b"SIGNED MESSAGE": "PGP signed",
    b"SIGNATURE": "PGP signed",
    b"MESSAGE": "PGP encrypted",
    b"PUBLIC KEY BLOCK": "PGP key",
    b"PRIVATE KEY BLOCK": "PGP private key",
}
# Packet types (RFC 9580, 5): those that can begin a file, and what the file then is.
_FIRST: Final = {1: "PGP encrypted", 2: "PGP signed", 3: "PGP encrypted", 5: "PGP private key",
                 6: "PGP key", 18: "PGP encrypted", 20: "PGP encrypted"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """``kind`` is one of KINDS; ``keys`` are ids or fingerprints, ``names`` the user ids of a
    key.  ``start`` and ``stop`` are bytes in the text, the armour lines included."""

    kind: str
    start: int
    stop: int
    keys: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        found = (_ADDRESS.search(name) for name in self.names)
        return tuple(match[0] for match in found if match)


def blocks(text: bytes) -> Iterator[Block]:
    """The armoured blocks of a text; one without end goes to the end of the text."""
    place = 0
    for _ in range(BLOCKS):
        begin = _BEGIN.search(text, place)
        if begin is None:
            return
        label = b"SIGNATURE" if begin[1] == b"SIGNED MESSAGE" else begin[1]
        end = text.find(b"-----END PGP " + label, begin.end())
        newline = text.find(b"\n", end) if end >= 0 else -1
        stop = newline if newline >= 0 else len(text)
        yield _block(text, begin, stop)
        place = max(stop, begin.end())


def more(found: list[Block], text: bytes) -> bool:
    """Whether blocks follow that ``blocks`` did not get to."""
    return len(found) == BLOCKS and _BEGIN.search(text, found[-1].stop) is not None


def binary(data: bytes) -> Block | None:
    """OpenPGP data without armour; None for what is none."""
    first = next(_packets(data), None)
    kind = _FIRST.get(first[0], "") if first else ""
    if first is None or not kind or not _plausible(*first):
        return None
    return Block(kind, 0, len(data), *_read(data))


def _block(text: bytes, begin: re.Match[bytes], stop: int) -> Block:
    place = begin.start()
    inner = begin.end()
    if begin[1] == b"SIGNED MESSAGE":
        inner = max(text.find(b"-----BEGIN PGP SIGNATURE", inner, stop), inner)
    blank = _BLANK.search(text, inner, stop)
    body = _BASE64.match(text, blank.end(), stop) if blank else None
    return Block(KINDS[begin[1]], place, stop, *_read(_dearmoured(body[0] if body else b"")))


def _dearmoured(body: bytes) -> bytes:
    """Without the checksum that a line with "=" begins (RFC 9580, 6.1)."""
    plain = re.split(rb"\n=", body[:_ARMOUR], maxsplit=1)[0]
    clean = re.sub(rb"[\s=]", b"", plain)
    try:
        return base64.b64decode(clean[: len(clean) // 4 * 4] + _rest(clean))
    except (binascii.Error, ValueError):
        return b""


def _rest(clean: bytes) -> bytes:
    tail = clean[len(clean) // 4 * 4 :]
    return tail + b"=" * (4 - len(tail)) if len(tail) > 1 else b""


def _read(data: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the keys that encrypt or sign, or fingerprints of the keys inside, and user ids."""
    keys: dict[str, None] = {}
    names: dict[str, None] = {}
    for tag, body in _packets(data):
        if tag == 1 and body[:1] == b"\x03":
            keys[body[1:9].hex().upper()] = None
        elif tag == 6 and body[:1] == b"\x04":
            length = len(body).to_bytes(2, "big") if len(body) < 1 << 16 else b""
            digest = hashlib.sha1(b"\x99" + length + body, usedforsecurity=False)
            keys[digest.hexdigest().upper()] = None
        elif tag == 2:
            keys |= dict.fromkeys(_issuers(body))
        elif tag == 13:
            names[body[:300].decode("utf-8", "replace")] = None
    return tuple(keys), tuple(names)


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and body of each packet (RFC 9580, 4.2), until something is none."""
    place = 0
    for _ in range(PACKETS):
        if place >= len(data) or not data[place] & 0x80:
            return
        head = data[place]
        if head & 0x40:
            tag, (length, size) = head & 0x3F, _new_length(data, place + 1)
        else:
            tag, (length, size) = head >> 2 & 0xF, _old_length(data, place + 1, head & 3)
        start = place + 1 + size
        if length < 0 or start > len(data):
            return
        yield tag, data[start : start + length]
        place = start + length


def _new_length(data: bytes, place: int) -> tuple[int, int]:
    """Length and bytes it takes; a partial length stands for all that is left."""
    one = data[place] if place < len(data) else 255
    if one < 192:
        return one, 1
    if one < 224 and place + 1 < len(data):
        return (one - 192 << 8) + data[place + 1] + 192, 2
    if one == 255:
        return int.from_bytes(data[place + 1 : place + 5], "big"), 5
    return len(data) - place - 1, 1


def _old_length(data: bytes, place: int, kind: int) -> tuple[int, int]:
    if kind == 3:
        return len(data) - place, 0
    size = 1 << kind
    return int.from_bytes(data[place : place + size], "big"), size


def _issuers(body: bytes) -> Iterator[str]:
    """Key ids in the subpackets of a signature of version 4 (RFC 9580, 5.2.3)."""
    if body[:1] == b"\x03":
        yield body[7:15].hex().upper()
        return
    place = 4
    for _ in range(2 if body[:1] == b"\x04" else 0):
        stop = place + 2 + int.from_bytes(body[place : place + 2], "big")
        place += 2
        while place < min(stop, len(body)):
            length, size = _new_length(body, place)
            kind = body[place + size : place + size + 1]
            inner = body[place + size + 1 : place + size + length]
            if kind == b"\x10":
                yield inner[:8].hex().upper()
            place += size + max(length, 1)
        place = stop


def _plausible(tag: int, body: bytes) -> bool:
    """A first packet whose version is one that exists: other bytes begin with such a bit, too."""
    versions = {1: b"\x03\x06", 2: b"\x03\x04\x06", 3: b"\x04\x05\x06", 5: b"\x03\x04\x06",
                6: b"\x03\x04\x06", 18: b"\x01\x02", 20: b"\x01"}  # fmt: skip
    return len(body) > 8 and body[:1] in [bytes([v]) for v in versions[tag]]
