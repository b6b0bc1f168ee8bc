"""Binary parts of workbooks of 2007 and later."""

from __future__ import annotations

import random
import struct

from analyzers.attachments.macros import UNIT
from analyzers.attachments.ooxml import UNIT as OOXML
from analyzers.lib import biff12
from analyzers.lib.ptg import Book
from analyzers.model.document import MacroModule
from tests.analyzers.attachments.observed import findings, observe
from tests.samples.office import package


def record(kind: int, body: bytes) -> bytes:
    head = bytes((kind,)) if kind < 128 else bytes((kind & 0x7F | 0x80, kind >> 7))
    size = len(body)
    return head + (bytes((size,)) if size < 128 else bytes((size & 127 | 128, size >> 7))) + body


def text(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def formula(tokens: bytes) -> bytes:
    value = struct.pack("<IId", 0, 0, 0.0)
    return record(9, value + bytes(2) + struct.pack("<I", len(tokens)) + tokens + bytes(4))


TOKENS = b"\x17\x04\x00" + "calc".encode("utf-16-le") + b"\x42\x01\x6e\x00"
SHEET = (
    record(0, struct.pack("<I", 2) + bytes(12))
    + formula(TOKENS)
    + record(6, struct.pack("<II", 1, 0) + text("a word"))
)
NAME = bytes(5) + bytes(4) + text("Auto_Open") + struct.pack("<I", 9)
BOOK = (
    record(156, struct.pack("<II", 2, 1) + text("rId1") + text("M"))
    + record(39, NAME + struct.pack("<BHIH", 0x3A, 0, 2, 0) + bytes(8))
    + record(362, struct.pack("<IIii", 1, 0, 0, 0))
)
RELATIONS = '<Relationships><Relationship Id="rId1" Target="macrosheets/s1.bin"/></Relationships>'


def book(*names: str) -> bytes:
    parts: dict[str, str | bytes] = {f"xl/macrosheets/{name}": SHEET for name in names}
    parts |= {"xl/workbook.bin": BOOK, "xl/_rels/workbook.bin.rels": RELATIONS}
    return package(parts)


def test_cells_are_listed() -> None:
    assert list(biff12.cells(SHEET, Book(wide=True))) == ['A3: =EXEC("calc")', "B3: a word"]


def test_macro_sheets_are_decoded_with_names_and_hiding() -> None:
    found = observe(UNIT, book("s1.bin", "s2.bin"), "a.xlsb", "xlsb")
    first, second = (one.code.splitlines() for one in found if isinstance(one, MacroModule))
    assert first[:3] == [
        "Excel 4.0 macro sheet, very hidden",
        "Auto_Open: M!A3",
        'A3: =EXEC("calc")',
    ]
    assert second[0] == "Excel 4.0 macro sheet"
    wanted = {"office.macro.hidden-sheet", "office.macro.executes", "office.macro.sheet"}
    assert wanted <= set(findings(found))


def test_a_dde_server_of_a_binary_book_is_found() -> None:
    part = record(360, struct.pack("<H", 1) + text("cmd") + text("/c exit"))
    data = package({"xl/externalLinks/externalLink1.bin": part})
    assert findings(observe(OOXML, data, "a.xlsb", "xlsb"))["office.dde"].evidence == "cmd /c exit"


def test_noise_never_escapes() -> None:
    chance = random.Random(5)
    for _ in range(300):
        noise = bytearray(BOOK + SHEET)
        for _ in range(6):
            noise[chance.randrange(len(noise))] = chance.randrange(256)
        found = biff12.workbook(bytes(noise))
        list(biff12.cells(bytes(noise), found.book))
        biff12.outside(bytes(noise))
    assert list(biff12.records(b"\x80")) == []
