"""The canonical forms of headers and bodies that DKIM and ARC hash (RFC 6376, 3.4)."""

from __future__ import annotations

import re

from analyzers.lib.wire import WireField

_RUN = re.compile(rb"[ \t]{2,}|\t")  # what is not one blank already
_CRLF = b"\r\n"


def header(field: WireField, relaxed: bool) -> bytes:
    """One field with its CRLF."""
    if not relaxed:
        return field.name + b":" + field.value
    value = _RUN.sub(b" ", field.value.replace(_CRLF, b"")).strip(b" \t")
    return field.key.encode() + b":" + value + _CRLF


def body(data: bytes, relaxed: bool) -> bytes:
    """The body whose lines end in CRLF.  An empty one is CRLF when simple and nothing when relaxed
    (3.4.3 and 3.4.4)."""
    if relaxed:
        data = _single(data).replace(b" \r\n", _CRLF)
        data = data[:-1] if data.endswith(b" ") else data
    kept = _without_empty_end(data)
    if relaxed and not kept:
        return b""
    return kept + _CRLF


def _single(data: bytes) -> bytes:
    """With one blank for each run of white space; every turn halves all runs that are left."""
    data = data.replace(b"\t", b" ")
    while b"  " in data:
        data = data.replace(b"  ", b" ")
    return data


def _without_empty_end(data: bytes) -> bytes:
    """Without any CRLF at the end; a lone CR or LF there is content."""
    short = data.rstrip(_CRLF)
    tail = data[len(short) :]
    while tail.endswith(b"\r\n" * 1024):
        tail = tail[:-2048]
    while tail.endswith(_CRLF):
        tail = tail[:-2]
    return short + tail
