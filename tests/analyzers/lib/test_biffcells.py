"""Macro sheets of Excel 97 books as text."""

from __future__ import annotations

import struct

from analyzers.attachments.macros import UNIT
from analyzers.lib import biff, biffcells
from tests.analyzers.attachments.observed import survives
from tests.samples.office import workbook

BEGIN = struct.pack("<HHHHII", 0x600, 0x40, 0, 0, 0, 0)
EXEC = b"\x17\x04\x00calc\x42\x01\x6e\x00"
NAME = struct.pack("<HBBH", 0x20, 0, 1, 7) + bytes(8) + b"\x00\x01" + b"\x3a" + bytes(6)


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def stream(place: int = 0) -> bytes:
    sheet = struct.pack("<IBBBB", place, 0, 1, 1, 0) + b"M"
    shared = struct.pack("<II", 1, 1) + struct.pack("<HB", 5, 0) + b"hello"
    whole = (
        record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
        + record(0x0085, sheet)
        + record(0x0017, struct.pack("<HHHH", 1, 0, 0, 0))
        + record(0x0018, NAME)
        + record(0x00FC, shared)
        + record(0x000A, b"")
    )
    cells = record(0x0006, struct.pack("<HHH", 0, 1, 0) + bytes(14) + struct.pack("<H", 11) + EXEC)
    cells += record(0x0207, struct.pack("<HB", 2, 0) + b"33")
    cells += record(0x00FD, struct.pack("<HHHI", 1, 0, 0, 0))
    cells += record(0x0203, struct.pack("<HHHd", 2, 0, 0, 77.5))
    return whole + record(0x0809, BEGIN) + cells + record(0x000A, b"")


def placed() -> bytes:
    size = len(stream()) - len(stream()[stream().rindex(record(0x0809, BEGIN)) :])
    return stream(size)


def test_names_formulas_texts_and_numbers_are_listed() -> None:
    assert biffcells.readable(placed())
    assert list(biffcells.listing(placed())) == [
        "Auto_Open: M!A1",
        "Sheet M",
        'B1: =EXEC("calc")',
        "B1: gave 33",
        "A2: hello",
        "A3: 77.5",
    ]


def test_older_books_are_left_to_another_reader() -> None:
    assert not biffcells.readable(record(0x0809, struct.pack("<HHHH", 0x500, 5, 0, 0)))
    assert not biffcells.readable(b"")


def test_damaged_books_never_crash_the_unit() -> None:
    assert biff.sheets(placed())[0].place
    body = placed()
    records = [(kind, data) for kind, data in biff.records(body[len(record(0x0809, BEGIN)) :])]
    assert survives(UNIT, workbook(*records), "xls")
