"""Formula tokens of binary workbooks."""

from __future__ import annotations

import random
import struct

import pytest

from analyzers.lib.ptg import LONGEST, Book, cell, formula, function

OLD = Book(("Payload",), ("Macro1",))
NEW = Book(("Payload",), ("Macro1",), wide=True)
EXEC = struct.pack("<BBH", 0x42, 1, 0x6E)


def narrow(text: str) -> bytes:
    return struct.pack("<BBB", 0x17, len(text), 0) + text.encode("latin-1")


def broad(text: str) -> bytes:
    return struct.pack("<BH", 0x17, len(text)) + text.encode("utf-16-le")


@pytest.mark.parametrize(
    ("tokens", "book", "expected"),
    [
        (narrow("calc") + EXEC, OLD, 'EXEC("calc")'),
        (broad("calc") + EXEC, NEW, 'EXEC("calc")'),
        (narrow("ca") + narrow("lc") + b"\x08" + EXEC, OLD, 'EXEC("ca"&"lc")'),
        (struct.pack("<BHH", 0x44, 4, 0xC001) + EXEC, OLD, "EXEC(B5)"),
        (struct.pack("<BIH", 0x44, 99_999, 0xC01A), NEW, "AA100000"),
        (struct.pack("<BHHH", 0x5A, 0, 0, 0), OLD, "Macro1!A1"),
        (struct.pack("<BHHH", 0x5A, 7, 0, 0), OLD, "sheet 7!A1"),
        (struct.pack("<BHHHH", 0x25, 0, 2, 0, 1), OLD, "A1:B3"),
        (struct.pack("<BIIHH", 0x25, 0, 2, 0, 1), NEW, "A1:B3"),
        (struct.pack("<BI", 0x23, 1), OLD, "Payload"),
        (struct.pack("<BH", 0x1E, 65) + struct.pack("<BH", 0x41, 111), OLD, "CHAR(65)"),
        (struct.pack("<Bd", 0x1F, 1.5) + b"\x13\x15\x14", OLD, "(-1.5)%"),
        (b"\x1d\x01\x16" + struct.pack("<BBH", 0x42, 2, 1), OLD, "IF(TRUE,)"),
        (b"\x1c\x17", OLD, "#REF!"),
        (struct.pack("<BBH", 0x19, 4, 1) + bytes(4) + b"\x1d\x00", OLD, "FALSE"),
        (
            narrow("a") + struct.pack("<BHHH", 0x44, 0, 0, 0)[:5] + b"\x42\x02\xff\x00",
            OLD,
            '"a"(A1)',
        ),
    ],
)
def test_tokens_become_text(tokens: bytes, book: Book, expected: str) -> None:
    assert formula(tokens, book) == expected


def test_what_cannot_be_read_is_marked() -> None:
    assert formula(narrow("calc") + b"\xff", OLD).endswith("…")
    assert formula(b"\x17\x50", OLD) == "…"
    assert formula(EXEC, OLD) == "EXEC(?)"


def test_a_formula_that_doubles_itself_is_bounded() -> None:
    assert len(formula(narrow("x" * 250) * 390 + b"\x08" * 389, OLD)) <= LONGEST + 1


def test_noise_never_escapes() -> None:
    chance = random.Random(7)
    for book in (OLD, NEW):
        for _ in range(400):
            formula(chance.randbytes(60), book)


def test_functions_and_commands_have_names() -> None:
    assert [function(number) for number in (0x95, 0x96, 0x6E)] == ["REGISTER", "CALL", "EXEC"]
    assert function(0x7ABC) == f"function {0x7ABC}"


def test_cells_count_from_one_and_letters_carry() -> None:
    assert [cell(0, 0), cell(9, 25), cell(0, 26), cell(0, 16383)] == ["A1", "Z10", "AA1", "XFD1"]
