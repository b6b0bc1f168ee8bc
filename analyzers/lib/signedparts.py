"""Finds the signed parts of a message and the exact bytes that were signed (RFC 1847, 2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib.transfer import transfer_decode
from analyzers.model.message import Message, Part

SIGNATURES: Final = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})
ENVELOPES: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
PGP_SIGNATURE: Final = "application/pgp-signature"
_LINE = re.compile(rb"\r?\n(--[^\r\n]{1,200}?)(?:--)?[ \t]*(?:\r?\n|\Z)")
_BARE = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Detached:
    """A multipart/signed: its part, the part that is signed, and the signature's."""

    whole: Part
    signed: Part
    signature: Part


def detached(message: Message) -> Iterator[Detached]:
    """Every multipart/signed with both of its parts."""
    by_path = {part.path: part for part in message.parts}
    for part in message.parts:
        if part.content_type == "multipart/signed":
            signed, signature = (by_path.get(f"{part.path}.{n}") for n in (1, 2))
            if signed is not None and signature is not None:
                yield Detached(part, signed, signature)


def source(data: bytes, whole: Part, signed: Part) -> bytes:
    """The signed part as it stands in the message, headers included; empty where not found."""
    start = signed.header_offset
    if start < 0:
        start = _headers_start(data, whole, signed)
    return data[start : signed.offset + signed.length] if 0 <= start <= signed.offset else b""


def canonical(text: bytes) -> bytes:
    """With the line ends that are signed (RFC 8551, 3.1.1)."""
    return _BARE.sub(b"\r\n", text)


def decoded(data: bytes, part: Part) -> bytes:
    """A part's content without its transfer encoding; empty where the format has no offsets."""
    if part.offset < 0:
        return b""
    return transfer_decode(data[part.offset : part.offset + part.length], part.encoding)[0]


def _headers_start(data: bytes, whole: Part, signed: Part) -> int:
    """Behind the first delimiter line; the line that ends the part says how it is spelt."""
    stop = signed.offset + signed.length
    line = _LINE.match(data, stop)
    if line is None or whole.offset < 0:
        return -1
    mark = line[1]
    place = data.find(mark, whole.offset, signed.offset)
    end = data.find(b"\n", place, signed.offset) if place >= 0 else -1
    return end + 1 if end >= 0 else -1
