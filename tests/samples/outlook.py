"""Outlook files of chosen properties, named ones included, for what no ordinary message has."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from analyzers.lib.mapinames import STRINGS
from workbench.simulation.samples.msg import (
    BINARY,
    BOOL,
    LONG,
    MESSAGE_CLASS_ID,
    TIME,
    UNICODE,
    file_time,
)
from workbench.simulation.samples.ole import Storage, Stream, compound_file

TEMPLATE_CLASS_ID = bytes.fromhex("46f0060000000000c000000000000046")
SEVERAL = 0x101F  # strings

Value = str | bytes | int | bool | datetime | list[str]


@dataclass(frozen=True, slots=True)
class Property:
    tag: int
    value: Value


@dataclass(frozen=True, slots=True)
class Named:
    """A property of a set; ``name`` is a number or a word."""

    group: bytes
    name: int | str
    value: Value


def outlook_file(
    *properties: Property | Named,
    people: Sequence[Sequence[Property]] = (),
    attached: Sequence[Sequence[Property]] = (),
    message_class: str = "IPM.Note",
    class_id: bytes = MESSAGE_CLASS_ID,
) -> bytes:
    named = [each for each in properties if isinstance(each, Named)]
    plain = [each for each in properties if isinstance(each, Property)]
    plain += [Property(0x8000 + number, each.value) for number, each in enumerate(named)]
    return compound_file(
        Storage(
            "",
            (
                _names(named),
                *_streams([Property(0x001A, message_class), *plain], 32),
                *_storages("recip", people),
                *_storages("attach", attached),
            ),
            class_id,
        )
    )


def _storages(kind: str, each: Sequence[Sequence[Property]]) -> list[Storage]:
    return [
        Storage(f"__{kind}_version1.0_#{number:08X}", tuple(_streams(one, 8)))
        for number, one in enumerate(each)
    ]


def _streams(properties: Sequence[Property], head: int) -> list[Stream]:
    rows, found = b"", []
    for each in properties:
        kind, fixed, streams = _stored(each.value)
        rows += struct.pack("<HHIQ", kind, each.tag, 6, fixed)
        stem = f"__substg1.0_{each.tag:04X}{kind:04X}"
        found += [Stream(stem + end, data) for end, data in streams]
    return [Stream("__properties_version1.0", bytes(head) + rows), *found]


def _stored(value: Value) -> tuple[int, int, list[tuple[str, bytes]]]:
    """Type, what stands in the table, and the streams by what their name ends in."""
    if isinstance(value, bool):
        return BOOL, int(value), []
    if isinstance(value, int):
        return LONG, value, []
    if isinstance(value, datetime):
        return TIME, file_time(value), []
    if isinstance(value, list):
        each = [(f"-{n:08X}", text.encode("utf-16-le")) for n, text in enumerate(value)]
        return SEVERAL, 4 * len(value), [("", bytes(4 * len(value))), *each]
    raw = value.encode("utf-16-le") if isinstance(value, str) else value
    return (UNICODE, len(raw) + 2, [("", raw)]) if isinstance(value, str) else (
        BINARY, len(raw), [("", raw)]
    )  # fmt: skip


def _names(named: Sequence[Named]) -> Storage:
    groups = list(dict.fromkeys(each.group for each in named if each.group != STRINGS))
    entries, strings = b"", b""
    for number, each in enumerate(named):
        index = 2 if each.group == STRINGS else 3 + groups.index(each.group)
        place: int = len(strings)
        if isinstance(each.name, str):
            word = each.name.encode("utf-16-le")
            strings += struct.pack("<I", len(word)) + word + bytes(-len(word) % 4)
        else:
            place = each.name
        entries += struct.pack("<IHH", place, index << 1 | isinstance(each.name, str), number)
    streams = {"00020102": b"".join(groups), "00030102": entries, "00040102": strings}
    return Storage(
        "__nameid_version1.0", tuple(Stream(f"__substg1.0_{n}", d) for n, d in streams.items())
    )
