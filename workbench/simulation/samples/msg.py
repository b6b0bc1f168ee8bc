"""Writes Outlook messages ([MS-OXMSG]) as far as readers of .msg look.

Properties are Unicode; tags and types are those of [MS-OXPROPS] and [MS-OXCDATA] 2.11.1.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from workbench.simulation.samples.ole import Storage, Stream, compound_file

LONG, BOOL, TIME, OBJECT, UNICODE, BINARY = 0x03, 0x0B, 0x40, 0x0D, 0x1F, 0x102
READ_WRITE = 0x06  # property flags: readable, writable
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
STORE_UNICODE = 0x40000
TO, CC = 1, 2
BY_VALUE, EMBEDDED = 1, 5
EMBEDDED_ROW = 1  # [MS-OXMSG] 2.4.2.2: the object is a message
MESSAGE_CLASS_ID = bytes.fromhex("0B0D020000000000C000000000000046")
NATIVE_HTML = 3  # PidTagNativeBody
NAMED = ("00020102", "00030102", "00040102")  # GUID, entry and string streams

Value = str | bytes | int | bool | datetime


@dataclass(frozen=True, slots=True)
class Recipient:
    address: str
    name: str
    kind: int = TO


@dataclass(frozen=True, slots=True)
class File:
    name: str
    data: bytes
    mime_type: str = "application/octet-stream"
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class OutlookMessage:
    """``headers`` is the whole transport header text; "" writes none, as drafts have none."""

    subject: str
    sender: str
    sender_name: str
    recipients: tuple[Recipient, ...]
    text: str
    html: str = ""
    sent: datetime | None = None
    received: datetime | None = None
    internet_id: str = ""
    headers: str = ""
    files: tuple[File, ...] = ()
    embedded: tuple[OutlookMessage, ...] = ()


@dataclass(frozen=True, slots=True)
class _Property:
    tag: int
    kind: int
    value: Value


def outlook_message(message: OutlookMessage) -> bytes:
    """The .msg file."""
    names = Storage("__nameid_version1.0", tuple(Stream(f"__substg1.0_{n}", b"") for n in NAMED))
    return compound_file(Storage("", (names, *_parts(message, top=True)), MESSAGE_CLASS_ID))


def _parts(message: OutlookMessage, top: bool) -> tuple[Storage | Stream, ...]:
    attached = [_file(number, file) for number, file in enumerate(message.files)]
    attached += [_inner(n, inner) for n, inner in enumerate(message.embedded, len(attached))]
    people = [_recipient(number, one) for number, one in enumerate(message.recipients)]
    counts = (len(people), len(attached))
    head = bytes(8) + struct.pack("<IIII", *counts, *counts) + bytes(8 if top else 0)
    return (*_properties(head, _message(message)), *people, *attached)


def _message(message: OutlookMessage) -> list[_Property]:
    def shown(kind: int) -> str:
        return "; ".join(r.name or r.address for r in message.recipients if r.kind == kind)

    found = [
        _Property(0x001A, UNICODE, "IPM.Note"),
        _Property(0x0037, UNICODE, message.subject),
        _Property(0x0070, UNICODE, message.subject),
        *_sender(message),
        _Property(0x0E04, UNICODE, shown(TO)),
        _Property(0x0E03, UNICODE, shown(CC)),
        _Property(0x1000, UNICODE, message.text),
        _Property(0x0E07, LONG, 1),  # read
        _Property(0x0E1B, BOOL, bool(message.files or message.embedded)),
        _Property(0x340D, LONG, STORE_UNICODE),
        _Property(0x3FDE, LONG, 65001),
    ]
    return found + list(_optional(message))


def _sender(message: OutlookMessage) -> Iterable[_Property]:
    """Once as the represented sender, once as the one who sent."""
    for name, kind, address, smtp in (
        (0x0042, 0x0064, 0x0065, 0x5D02),
        (0x0C1A, 0x0C1E, 0x0C1F, 0x5D01),
    ):
        yield _Property(name, UNICODE, message.sender_name)
        yield _Property(kind, UNICODE, "SMTP")
        yield _Property(address, UNICODE, message.sender)
        yield _Property(smtp, UNICODE, message.sender)


def _optional(message: OutlookMessage) -> Iterable[_Property]:
    if message.html:
        yield _Property(0x1013, BINARY, message.html.encode())
        yield _Property(0x1016, LONG, NATIVE_HTML)
    if message.sent:
        yield _Property(0x0039, TIME, message.sent)
    if message.received:
        yield _Property(0x0E06, TIME, message.received)
    if message.internet_id:
        yield _Property(0x1035, UNICODE, message.internet_id)
    if message.headers:
        yield _Property(0x007D, UNICODE, message.headers)


def _recipient(number: int, recipient: Recipient) -> Storage:
    found = [
        _Property(0x0C15, LONG, recipient.kind),
        _Property(0x3000, LONG, number),
        _Property(0x3001, UNICODE, recipient.name),
        _Property(0x3002, UNICODE, "SMTP"),
        _Property(0x3003, UNICODE, recipient.address),
        _Property(0x39FE, UNICODE, recipient.address),
    ]
    return Storage(f"__recip_version1.0_#{number:08X}", _properties(bytes(8), found))


def _file(number: int, file: File) -> Storage:
    stem, dot, extension = file.name.rpartition(".")
    found = [
        _Property(0x0E21, LONG, number),
        _Property(0x3705, LONG, BY_VALUE),
        _Property(0x3001, UNICODE, file.name),
        _Property(0x3704, UNICODE, f"{(stem or extension)[:8]}{dot}{extension[:3]}"),
        _Property(0x3707, UNICODE, file.name),
        _Property(0x3703, UNICODE, dot + extension if dot else ""),
        _Property(0x370E, UNICODE, file.mime_type),
        _Property(0x3701, BINARY, file.data),
    ]
    if file.content_id:
        found.append(_Property(0x3712, UNICODE, file.content_id))
    return Storage(f"__attach_version1.0_#{number:08X}", _properties(bytes(8), found))


def _inner(number: int, message: OutlookMessage) -> Storage:
    found = [
        _Property(0x0E21, LONG, number),
        _Property(0x3705, LONG, EMBEDDED),
        _Property(0x3001, UNICODE, message.subject),
    ]
    row = struct.pack("<HHIII", OBJECT, 0x3701, READ_WRITE, 0xFFFFFFFF, EMBEDDED_ROW)
    listed, *streams = _properties(bytes(8), found)
    assert isinstance(listed, Stream)
    table = Stream(listed.name, listed.data + row)
    body = Storage("__substg1.0_3701000D", _parts(message, top=False))
    return Storage(f"__attach_version1.0_#{number:08X}", (table, *streams, body))


def _properties(head: bytes, found: Sequence[_Property]) -> tuple[Storage | Stream, ...]:
    """The property table and one stream for each value that does not fit into it."""
    rows = b"".join(_row(each) for each in found)
    streams = (
        Stream(f"__substg1.0_{each.tag:04X}{each.kind:04X}", _bytes(each.value))
        for each in found
        if each.kind in (UNICODE, BINARY)
    )
    return (Stream("__properties_version1.0", head + rows), *streams)


def _row(each: _Property) -> bytes:
    start = struct.pack("<HHI", each.kind, each.tag, READ_WRITE)
    if isinstance(each.value, str | bytes):
        end = 2 if each.kind == UNICODE else 0  # the size counts the absent terminator
        return start + struct.pack("<II", len(_bytes(each.value)) + end, 0)
    if isinstance(each.value, datetime):
        return start + struct.pack("<Q", file_time(each.value))
    return start + struct.pack("<Q", int(each.value))


def _bytes(value: Value) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-16-le")
    return value if isinstance(value, bytes) else b""


def file_time(moment: datetime) -> int:
    """Tenths of microseconds since 1601, the FILETIME of Windows."""
    span = moment.astimezone(UTC) - EPOCH
    return (span.days * 86_400 + span.seconds) * 10_000_000 + span.microseconds * 10
