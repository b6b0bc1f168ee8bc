"""Macro sheets of binary workbooks as text, a line a cell ([MS-XLS] 2.1.7.20)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from analyzers.lib import biff
from analyzers.lib.ptg import Book, cell, formula

VERSION = 0x0600  # of Excel 97 and later; older books write their formulas in another form
DEFINED = 5_000  # names of one book
TEXTS = 20_000
_BEGIN, _END = 0x0809, 0x000A
_NAME, _REFERENCES, _SHARED, _MORE = 0x0018, 0x0017, 0x00FC, 0x003C
_FORMULA, _STRING, _LABEL, _LABEL_SHARED, _NUMBER = 0x0006, 0x0207, 0x0204, 0x00FD, 0x0203
# Names that Excel stores as one letter (2.5.114).
_BUILT_IN: Final = {0: "Consolidate_Area", 1: "Auto_Open", 2: "Auto_Close", 6: "Print_Area",
                    7: "Print_Titles", 0xA: "Auto_Activate", 0xB: "Auto_Deactivate",
                    0xD: "_FilterDatabase"}  # fmt: skip


def readable(stream: bytes) -> bool:
    """Whether the book has the form of Excel 97."""
    return len(stream) > 8 and struct.unpack_from("<HHH", stream)[::2] == (_BEGIN, VERSION)


def listing(stream: bytes) -> Iterator[str]:
    """Defined names first, then for each macro sheet its formulas, texts and numbers."""
    sheets = biff.sheets(stream)
    names, references, texts = _globals(stream)
    shown = [sheets[n].name if n < len(sheets) else f"sheet {n}" for n in references]
    book = Book([name for name, _ in names], shown)
    for name, tokens in names:
        yield f"{name}: {formula(tokens, book)}"
    for sheet in sheets:
        if sheet.macros and 0 < sheet.place < len(stream):
            yield f"Sheet {sheet.name}"
            yield from _cells(stream[sheet.place :], book, texts)


def _globals(stream: bytes) -> tuple[list[tuple[str, bytes]], list[int], list[str]]:
    names: list[tuple[str, bytes]] = []
    references: list[int] = []
    texts: list[str] = []
    for kind, body in biff.records(stream):
        if kind == _NAME and len(names) < DEFINED:
            names.append(_name(body))
        elif kind == _REFERENCES and len(body) >= 2:
            whole = body[2 : 2 + (len(body) - 2) // 6 * 6]
            references += [first for _book, first, _last in struct.iter_unpack("<HHH", whole)]
        elif kind == _SHARED:
            texts = list(_shared(body))
        elif kind == _END:
            break
    return names, references, texts


def _name(body: bytes) -> tuple[str, bytes]:
    """A defined name and its formula (2.4.150)."""
    if len(body) < 15:
        return "?", b""
    flags, _key, count, size = struct.unpack_from("<HBBH", body)
    wide = body[14] & 1
    end = 15 + count * (2 if wide else 1)
    raw = body[15:end]
    if flags & 0x20 and raw:
        return _BUILT_IN.get(raw[0], f"built-in {raw[0]}"), body[end : end + size]
    name = raw.decode("utf-16-le" if wide else "latin-1", "replace")
    return name, body[end : end + size]


def _shared(body: bytes) -> Iterator[str]:
    """Texts that cells share, as far as the first record of them goes (2.4.265)."""
    at = 8
    for _ in range(TEXTS):
        if at + 3 > len(body):
            return
        count, flags = struct.unpack_from("<HB", body, at)
        at += 3
        runs = size = 0
        if flags & 8:
            runs = int.from_bytes(body[at : at + 2], "little")
            at += 2
        if flags & 4:
            size = int.from_bytes(body[at : at + 4], "little")
            at += 4
        end = at + count * (2 if flags & 1 else 1)
        yield body[at:end].decode("utf-16-le" if flags & 1 else "latin-1", "replace")
        at = end + 4 * runs + size


def _cells(sheet: bytes, book: Book, texts: list[str]) -> Iterator[str]:
    depth, place = 0, ""
    for kind, body in biff.records(sheet):
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif kind == _STRING and place:
            yield f"{place}: gave {_long(body)}"
        elif kind in (_FORMULA, _LABEL, _LABEL_SHARED, _NUMBER) and len(body) >= 10:
            row, column = struct.unpack_from("<HH", body)
            place = cell(row, column)
            if shown := _content(kind, body, book, texts):
                yield f"{place}: {shown}"


def _content(kind: int, body: bytes, book: Book, texts: list[str]) -> str:
    if kind == _FORMULA:
        size = int.from_bytes(body[20:22], "little")
        return "=" + formula(body[22 : 22 + size], book)
    if kind == _LABEL:
        return _long(body[6:])
    if kind == _LABEL_SHARED:
        number = int.from_bytes(body[6:10], "little")
        return texts[number] if number < len(texts) else f"text {number}"
    return f"{struct.unpack_from('<d', body, 6)[0]:.15g}" if len(body) >= 14 else ""


def _long(raw: bytes) -> str:
    """A string with a length of two bytes (2.5.294)."""
    if len(raw) < 3:
        return ""
    wide = raw[2] & 1
    letters = raw[3 : 3 + int.from_bytes(raw[:2], "little") * (2 if wide else 1)]
    return letters.decode("utf-16-le" if wide else "latin-1", "replace")
