"""Reads NTFS volumes: files, alternate streams and their contents, from the master file table."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib.blockdevice import Device
from analyzers.lib.iso9660 import Cut, Entry
from analyzers.model.unit import Unreadable

RECORDS: Final = 50_000
RUNS: Final = 10_000  # of one file
DEPTH: Final = 32  # folders in folders
_NAME, _DATA, _END = 0x30, 0x80, 0xFFFF_FFFF
_COMPRESSED, _ENCRYPTED = 0x0001, 0x4000
_FIRST_USER: Final = 24  # records before it are the file system's own
_ROOT: Final = 5
_DOS: Final = 2  # namespace of short names that stand beside long ones
_HIDDEN: Final = 2
_USED, _DIRECTORY = 1, 2


@dataclass(frozen=True, slots=True)
class Stream:
    """Content of a file: in the record itself, or in runs of (first cluster or -1, count)."""

    name: str
    size: int
    inside: bytes = b""
    runs: tuple[tuple[int, int], ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Record:
    name: str
    parent: int
    hidden: bool
    directory: bool
    streams: tuple[Stream, ...]


class Volume:
    """A volume whose boot sector and file table could be found."""

    def __init__(self, device: Device) -> None:
        head = device.read(0, 512)
        if head[3:11] != b"NTFS    ":
            raise Unreadable("The boot sector of the NTFS volume cannot be read")
        if len(head) < 512:
            raise Unreadable("The boot sector of the NTFS volume is cut off")
        sector, per = struct.unpack_from("<HB", head, 11)
        per = per if per <= 128 else 1 << min(256 - per, 20)
        self.device, self.cluster = device, sector * per
        table, size = struct.unpack_from("<QxxxxxxxxB", head, 48)
        self.record = size * self.cluster if size < 128 else 1 << min(256 - size, 16)
        if not 512 <= self.cluster <= 1 << 21 or not 256 <= self.record <= 1 << 16:
            raise Unreadable("The sizes in the NTFS boot sector make no sense")
        first = _fixed(device.read(table * self.cluster, self.record))
        own = next((s for s in _record(first).streams if not s.name), None) if first else None
        if own is None:
            raise Unreadable("The master file table cannot be read")
        self.table = self.content(own, RECORDS * self.record)

    def content(self, stream: Stream, most: int) -> bytes:
        """At most ``most`` bytes; fewer than its size where runs lead nowhere."""
        if not stream.runs:
            return stream.inside[:most]
        out, wanted = bytearray(), min(stream.size, most)
        for start, count in stream.runs:
            if len(out) >= wanted:
                break
            size = min(count * self.cluster, wanted - len(out))
            piece = bytes(size) if start < 0 else self.device.read(start * self.cluster, size)
            out += piece
            if len(piece) < size:
                break
        return bytes(out)


def files(volume: Volume) -> Iterator[tuple[Entry, Stream]]:
    """Each stream of each file in use that is not the file system's own; ``Cut`` at a bound."""
    records: dict[int, _Record] = {}
    for number in range(min(len(volume.table) // volume.record, RECORDS)):
        raw = volume.table[number * volume.record :][: volume.record]
        if raw.startswith(b"FILE") and struct.unpack_from("<H", raw, 22)[0] & _USED:
            try:
                records[number] = _record(_fixed(raw))
            except (struct.error, IndexError):
                continue
    for number, record in records.items():
        if number < _FIRST_USER or not record.name:
            continue
        path = _path(records, record)
        if path.startswith("$Extend/"):
            continue
        for stream in record.streams or (Stream("", 0),):
            name = f"{path}:{stream.name}" if stream.name else path
            directory = record.directory and not stream.name
            yield Entry(name, 0, stream.size, record.hidden, directory), stream
    if len(volume.table) >= RECORDS * volume.record:
        raise Cut


def _path(records: dict[int, _Record], record: _Record) -> str:
    parts, parent = [record.name], record.parent
    while parent != _ROOT and parent in records and len(parts) < DEPTH:
        parts.append(records[parent].name)
        parent = records[parent].parent
    return "/".join(reversed(parts))


def _fixed(raw: bytes) -> bytes:
    """The record with the last two bytes of each sector put back from where they are kept."""
    if len(raw) < 48:
        return b""
    at, count = struct.unpack_from("<HH", raw, 4)
    out = bytearray(raw)
    for n in range(1, count):
        end = n * 512
        if end > len(out) or at + 2 * n + 2 > len(raw):
            break
        out[end - 2 : end] = raw[at + 2 * n : at + 2 * n + 2]
    return bytes(out)


def _record(raw: bytes) -> _Record:
    at, flags = struct.unpack_from("<HH", raw, 20)
    name, parent, hidden, streams = "", _ROOT, False, []
    while at + 24 <= len(raw):
        kind, length = struct.unpack_from("<II", raw, at)
        if kind == _END or length < 24 or at + length > len(raw):
            break
        attribute = raw[at : at + length]
        if kind == _NAME and not attribute[8]:
            value = _resident(attribute)
            if len(value) >= 66 and (value[65] != _DOS or not name):
                name = value[66 : 66 + 2 * value[64]].decode("utf-16-le", "replace")
                parent = int.from_bytes(value[:6], "little")
                hidden = bool(value[56] & _HIDDEN)
        elif kind == _DATA:
            streams.append(_stream(attribute))
        at += length
    return _Record(name, parent, hidden, bool(flags & _DIRECTORY), tuple(streams))


def _resident(attribute: bytes) -> bytes:
    length, at = struct.unpack_from("<IH", attribute, 16)
    return attribute[at : at + length]


def _stream(attribute: bytes) -> Stream:
    count, at, flags = struct.unpack_from("<BHH", attribute, 9)
    name = attribute[at : at + 2 * count].decode("utf-16-le", "replace")
    if not attribute[8]:
        value = _resident(attribute)
        return Stream(name, len(value), value)
    begin = struct.unpack_from("<H", attribute, 32)[0]
    size = struct.unpack_from("<Q", attribute, 48)[0]
    if flags & (_COMPRESSED | _ENCRYPTED):
        problem = "encrypted by NTFS" if flags & _ENCRYPTED else "compressed by NTFS"
        return Stream(name, size, problem=problem)
    return Stream(name, size, runs=tuple(_runs(attribute[begin:])))


def _runs(raw: bytes) -> Iterator[tuple[int, int]]:
    at = place = 0
    for _ in range(RUNS):
        if at >= len(raw) or not raw[at]:
            return
        wide, far = raw[at] & 15, raw[at] >> 4
        count = int.from_bytes(raw[at + 1 : at + 1 + wide], "little")
        step = int.from_bytes(raw[at + 1 + wide : at + 1 + wide + far], "little", signed=True)
        at += 1 + wide + far
        place += step
        yield (place if far else -1, count)
