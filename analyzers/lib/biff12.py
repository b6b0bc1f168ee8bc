"""The record stream of binary parts in workbooks of 2007 and later ([MS-XLSB] 2.1.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from analyzers.lib.ptg import Book, cell, formula

RECORDS = 400_000  # of one part
NAMES = 5_000
HIDDEN: Final = ("", "hidden", "very hidden")
_ROW, _SHEET, _NAME, _REFERENCES, _OUTSIDE = 0, 156, 39, 362, 360  # 2.3.2
_TEXT, _REAL, _FORMULAS = 6, 5, (8, 9, 10, 11)


@dataclass(frozen=True, slots=True)
class Workbook:
    """``sheets``: relationship id, name and "", "hidden" or "very hidden"; names with formulas."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    book: Book = field(default_factory=lambda: Book(wide=True))


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and content; lengths are numbers of seven bits a byte."""
    at = 0
    for _ in range(RECORDS):
        kind, at = _varied(data, at, 2)
        size, at = _varied(data, at, 4)
        if at > len(data) or (at == len(data) and size):
            return
        yield kind, data[at : at + size]
        at += size
        if at >= len(data):
            return


def workbook(data: bytes) -> Workbook:
    sheets: list[tuple[str, str, str]] = []
    raw: list[tuple[str, bytes]] = []
    references: list[int] = []
    for kind, body in records(data):
        if kind == _SHEET and len(body) >= 12:
            state = HIDDEN[min(body[0], 2)]
            relation, at = text(body, 8)
            sheets.append((relation, text(body, at)[0], state))
        elif kind == _NAME and len(body) >= 13 and len(raw) < NAMES:
            name, at = text(body, 9)
            raw.append((name, _tokens(body, at)))
        elif kind == _REFERENCES and len(body) >= 4:
            triples = struct.iter_unpack("<Iii", body[4 : 4 + (len(body) - 4) // 12 * 12])
            references = [first for _link, first, _last in triples]
    shown = [sheets[n][1] if 0 <= n < len(sheets) else f"sheet {n}" for n in references]
    book = Book([name for name, _ in raw], shown, wide=True)
    return Workbook(sheets, [(name, formula(tokens, book)) for name, tokens in raw], book)


def cells(data: bytes, book: Book) -> Iterator[str]:
    """A line for each cell of a sheet that holds a formula, a text or a number."""
    row = 0
    for kind, body in records(data):
        if kind == _ROW and len(body) >= 4:
            (row,) = struct.unpack_from("<I", body)
        elif len(body) >= 8 and kind in (_TEXT, _REAL, *_FORMULAS):
            (column,) = struct.unpack_from("<I", body)
            if shown := _content(kind, body, book):
                yield f"{cell(row, column & 0x3FFF)}: {shown}"


def outside(data: bytes) -> tuple[int, str, str]:
    """What an external link part leads to: 0 a workbook, 1 a DDE server, 2 an OLE object, and
    two texts, for DDE the service and its topic; -1 where it is none (2.4.125)."""
    for kind, body in records(data):
        if kind == _OUTSIDE and len(body) >= 6:
            first, at = text(body, 2)
            return int.from_bytes(body[:2], "little"), first, text(body, at)[0]
    return -1, "", ""


def text(body: bytes, at: int) -> tuple[str, int]:
    """An XLWideString and the place behind it (2.5.169)."""
    if at + 4 > len(body):
        return "", len(body)
    (size,) = struct.unpack_from("<I", body, at)
    if size == 0xFFFF_FFFF:  # no text at all
        return "", at + 4
    end = min(len(body), at + 4 + 2 * size)
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _content(kind: int, body: bytes, book: Book) -> str:
    if kind == _TEXT:
        return text(body, 8)[0]
    if kind == _REAL:
        return f"{struct.unpack_from('<d', body, 8)[0]:.15g}" if len(body) >= 16 else ""
    after = {8: text(body, 8)[1], 9: 16, 10: 9, 11: 9}[kind]
    return "=" + formula(_tokens(body, after + 2), book)


def _tokens(body: bytes, at: int) -> bytes:
    if at + 4 > len(body):
        return b""
    (size,) = struct.unpack_from("<I", body, at)
    return body[at + 4 : at + 4 + size]


def _varied(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for number in range(most):
        if at >= len(data):
            return value, len(data) + 1
        letter = data[at]
        at += 1
        value |= (letter & 0x7F) << 7 * number
        if not letter & 0x80:
            break
    return value, at
