"""Content-Transfer-Encodings (RFC 2045, 6) undone, with what was wrong with them."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOISE = bytes(set(range(256)) - set(_ALPHABET))
_STRANGE = bytes(set(range(256)) - set(_ALPHABET) - set(b"\r\n \t"))
_PADDING = re.compile(rb"=+")
_BEHIND = re.compile(rb"=[=\s]*(?=[A-Za-z0-9+/])")
_FOREIGN = re.compile(rb"[^A-Za-z0-9+/=\r\n \t]")
_UNQUOTED = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]{0,76}\r*(?:\n|\Z))")
_IDENTITY = frozenset({"", "7bit", "8bit", "binary"})
_UUENCODE = frozenset({"uuencode", "x-uuencode", "uue", "x-uue"})

_PIECES = 10_000  # pieces of base64 that each end in padding; more are read as one

DAMAGED = "damaged"
AFTER_PADDING = "data after padding"
UNKNOWN = "unknown"


def transfer_decode(data: bytes, encoding: str) -> tuple[bytes, str]:
    """The decoded bytes and the problem met: "", DAMAGED, AFTER_PADDING or UNKNOWN.

    Decodes as far as it goes; an unknown encoding leaves the bytes as they are.
    """
    if encoding in _IDENTITY:
        return data, ""
    if encoding == "base64":
        return base64_bytes(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data), ""
    if encoding in _UUENCODE:
        return _uu_bytes(data)
    return data, UNKNOWN


def damage(data: bytes, encoding: str) -> tuple[int, int]:
    """How often encoded data is not as RFC 2045 has it, and where first; (0, -1) where it is."""
    if encoding == "quoted-printable":
        first = _UNQUOTED.search(data)
        return (len(_UNQUOTED.findall(data)), first.start()) if first else (0, -1)
    if encoding != "base64":
        return 0, -1
    foreign = _FOREIGN.search(data)
    behind = _BEHIND.search(data)
    if foreign is None:
        return (1, behind.end()) if behind else (0, -1)
    return len(data) - len(data.translate(None, _STRANGE)), foreign.start()


def base64_bytes(data: bytes) -> tuple[bytes, str]:
    """Base64 with or without padding; clients differ on data behind padding, so it is decoded."""
    clean = data.translate(None, _NOISE).rstrip(b"=")
    strange = len(data) - len(data.translate(None, _STRANGE)) > 0
    if b"=" in clean:
        *pieces, rest = _PADDING.split(clean, _PIECES)
        pieces.append(rest.translate(None, b"="))
        return b"".join(map(_quanta, pieces)), AFTER_PADDING
    return _quanta(clean), DAMAGED if strange or len(clean) % 4 == 1 else ""


def _quanta(clean: bytes) -> bytes:
    """Four letters each; a last group of one letter holds no whole byte and is dropped."""
    rest = len(clean) % 4
    if rest == 1:
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def _uu_bytes(data: bytes) -> tuple[bytes, str]:
    decoded, problem = [], DAMAGED
    for line in _uu_lines(data):
        if line.rstrip() == b"end":
            problem = ""
            break
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:  # the line is longer than its count: read as many bytes as it says
            count = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                decoded.append(binascii.a2b_uu(line[:count]))
            except binascii.Error:
                return b"".join(decoded), DAMAGED
    return b"".join(decoded), problem


def _uu_lines(data: bytes) -> Iterator[bytes]:
    lines = iter(data.splitlines())
    for line in lines:
        if line.startswith(b"begin "):
            break
    yield from (line for line in lines if line)
