"""A message's fields and body as bytes on the wire, which is what signatures are made over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from analyzers.lib.headers import FIELDS
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message

# As the reader of messages finds the beginning and the end of the headers.
_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*")
_BLANK = re.compile(rb"\n\r*\n")
_FIELD = re.compile(rb"([\x21-\x39\x3b-\x7e]{1,256})[ \t]*:")
_HEAD = 1 << 20  # bytes of a header block that are read, as in ``headers``


class WireField(NamedTuple):
    """``value`` is all behind the colon, folded as it came, with its CRLF."""

    key: str  # the name in lower case
    name: bytes  # with white space before the colon, if any
    value: bytes
    offset: int  # in the artifact


@dataclass(frozen=True, slots=True)
class Wire:
    """Lines end in CRLF whatever the file had; ``body`` is None where the copy has none (.msg)."""

    fields: tuple[WireField, ...]
    body: bytes | None = field(repr=False)

    def all(self, key: str) -> list[WireField]:
        return [each for each in self.fields if each.key == key]


def wire_of(artifact: Artifact) -> Wire:
    """The message in the bytes of a .eml; a file whose lines end in CR alone is read as well."""
    data = artifact.data if b"\n" in artifact.data else artifact.data.replace(b"\r", b"\n")
    begin = _begin(data)
    blank = _BLANK.search(data, begin)
    end = blank.start() + 1 if blank else len(data)
    body = data[blank.end() :] if blank else b""
    return Wire(_fields(data, begin, min(end, begin + _HEAD)), with_crlf(body))


def wire_of_record(message: Message) -> Wire:
    """The header fields of a message whose format keeps no body of the wire."""
    fields = []
    for number, header in enumerate(message.headers):
        name, _, value = header.raw.partition(":")
        raw = with_crlf(value.rstrip("\r\n").encode("utf-8", "replace") + b"\n")
        fields.append(WireField(name.strip().lower(), name.encode("ascii", "replace"), raw, number))
    return Wire(tuple(fields), None)


def with_crlf(data: bytes) -> bytes:
    """The same with CRLF for each LF that lacks its CR."""
    if data.count(b"\n") == data.count(b"\r\n"):
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _begin(data: bytes) -> int:
    match = _BEGIN.match(data)
    return match.end() if match else 0


def _fields(data: bytes, place: int, end: int) -> tuple[WireField, ...]:
    """Lines that are no field, such as mbox's first, are passed over."""
    spans: list[list[int]] = []
    while place < end and len(spans) < FIELDS:
        newline = data.find(b"\n", place, end)
        following = newline + 1 if newline >= 0 else end
        if data[place] in b" \t":
            if spans and spans[-1][1] == place:
                spans[-1][1] = following
        elif _FIELD.match(data, place, following):
            spans.append([place, following])
        place = following
    whole = data.count(b"\n", 0, end) == data.count(b"\r\n", 0, end)
    return tuple(_field(data, start, stop, whole) for start, stop in spans)


def _field(data: bytes, start: int, stop: int, whole: bool) -> WireField:
    """``whole`` says that no line of the block lacks its CR."""
    name, _, value = data[start:stop].partition(b":")
    if not value.endswith(b"\n"):
        value += b"\r\n"
    value = value if whole else with_crlf(value)
    return WireField(name.strip().decode("ascii").lower(), name, value, start)
