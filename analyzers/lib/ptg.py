"""Formulas of binary workbooks as text: the tokens of [MS-XLS] 2.5.198 and [MS-XLSB] 2.5.97."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

TOKENS = 4_000  # of one formula; its bytes end at 64 KiB in any case
LONGEST = 16 << 10  # characters of one formula as text
DEEPEST = 400  # operands waiting

_OPERATORS: Final = ("+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>", " ", ",", ":")
_BINARY: Final = dict(enumerate(_OPERATORS, 3))
_ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
# Bytes after each token whose content is not shown, in the old format and the new one.
_SKIPPED: Final = {
    0x18: (5, 5), 0x20: (7, 14), 0x26: (6, 6), 0x27: (6, 6), 0x28: (6, 6), 0x29: (2, 2),
}  # fmt: skip
_MUTE = frozenset((0x26, 0x27, 0x28, 0x29))  # they announce what the tokens behind them make
# Arguments of functions that always take the same number (2.5.198.17); those not named take one.
_TAKEN: Final = {
    0: """NA PI TRUE FALSE RAND NOW TODAY ELSE END.IF NEXT BREAK ACTIVE.CELL SELECTION CALLER
        LAST.ERROR""",
    2: """ROUND REPT MOD TEXT SET.VALUE EXACT ATAN2 FREAD FWRITE FWRITELN ABSREF RELREF ROUNDUP
        ROUNDDOWN POWER MMULT COMBIN PERMUT FLOOR CEILING LARGE SMALL COUNTIF PERCENTILE QUARTILE
        CORREL COVAR RSQ SLOPE INTERCEPT""",
    3: """MID DATE TIME DCOUNT DSUM DAVERAGE DMIN DMAX DSTDEV MIRR SLN FORECAST STANDARDIZE
        CONFIDENCE""",
    4: "REPLACE SYD HYPGEOMDIST",
}
_ARITY: Final = {name: count for count, names in _TAKEN.items() for name in names.split()}
_USER = 0xFF  # a function that the first argument names


@dataclass(frozen=True, slots=True)
class Book:
    """Names a formula refers to by number; ``wide`` tells the format of 2007."""

    names: Sequence[str] = ()
    sheets: Sequence[str] = ()  # by number of the reference, not of the sheet
    wide: bool = False


def formula(tokens: bytes, book: Book) -> str:
    """The formula without its "="; what cannot be read ends it with "…"."""
    reader = _Reader(tokens, book)
    try:
        for _ in range(TOKENS):
            if reader.at >= len(tokens):
                break
            reader.token()
        whole = reader.at >= len(tokens)
    except (struct.error, IndexError):
        whole = False
    shown = " … ".join(reader.stack)[:LONGEST]
    return shown if whole else f"{shown}…"


class _Reader:
    def __init__(self, tokens: bytes, book: Book) -> None:
        self._tokens, self._book = tokens, book
        self.stack: list[str] = []
        self.at = 0

    def token(self) -> None:
        kind = self._one()
        if kind >= 0x20:
            kind = kind & 0x1F | 0x20  # the class of the value does not matter here
        if kind in _BINARY:
            right, left = self._pop(), self._pop()
            self._push(left + _BINARY[kind] + right)
        elif kind in _SKIPPED:
            self.at += _SKIPPED[kind][self._book.wide]
            if kind not in _MUTE:
                self._push("{…}")
        elif kind >= 0x20:
            self._operand(kind)
        else:
            self._plain(kind)

    def _plain(self, kind: int) -> None:
        match kind:
            case 0x01 | 0x02:  # refers to the formula of another cell
                self.at += 4
                self._push("{shared}")
            case 0x12 | 0x13:
                self._push("+-"[kind - 0x12] + self._pop())
            case 0x14:
                self._push(self._pop() + "%")
            case 0x15:
                self._push(f"({self._pop()})")
            case 0x16:
                self._push("")
            case 0x19:
                self._attribute()
            case _:
                self._constant(kind)

    def _constant(self, kind: int) -> None:
        match kind:
            case 0x17:
                self._push('"' + self._text().replace('"', '""') + '"')
            case 0x1C:
                self._push(_ERRORS.get(self._one(), "#ERROR"))
            case 0x1D:
                self._push("TRUE" if self._one() else "FALSE")
            case 0x1E:
                self._push(str(self._number("<H")))
            case 0x1F:
                self._push(f"{self._number('<d'):.15g}")
            case _:
                raise IndexError(kind)

    def _operand(self, kind: int) -> None:
        match kind:
            case 0x21:
                name = function(int(self._number("<H")))
                self._call(name, _ARITY.get(name, 1))
            case 0x22:
                count, number = self._one() & 0x7F, int(self._number("<H"))
                if number & 0x7FFF == _USER and not number & 0x8000:
                    arguments = [self._pop() for _ in range(count)][::-1]
                    self._push(f"{arguments[0] if arguments else ''}({','.join(arguments[1:])})")
                else:
                    self._call(function(number), count)
            case 0x23:
                self._push(self._named(int(self._number("<I"))))
            case 0x24 | 0x2C | 0x2A:
                self._push(self._cell())
            case 0x25 | 0x2D | 0x2B:
                self._push(self._area())
            case 0x39:
                self.at += 2
                self._push(f"name {int(self._number('<I'))} of another book")
            case 0x3A | 0x3C:
                self._push(self._sheet() + self._cell())
            case 0x3B | 0x3D:
                self._push(self._sheet() + self._area())
            case _:
                raise IndexError(kind)

    def _attribute(self) -> None:
        kind, count = self._one(), int(self._number("<H"))
        if kind & 0x04:  # a table of jumps follows
            self.at += 2 * (count + 1)
        elif kind & 0x10:
            self._push(f"SUM({self._pop()})")

    def _call(self, name: str, count: int) -> None:
        arguments = [self._pop() for _ in range(count)][::-1]
        self._push(f"{name}({','.join(arguments)})")

    def _named(self, number: int) -> str:
        known = self._book.names
        return known[number - 1] if 0 < number <= len(known) else f"name {number}"

    def _sheet(self) -> str:
        number, known = int(self._number("<H")), self._book.sheets
        return (known[number] if number < len(known) else f"sheet {number}") + "!"

    def _cell(self) -> str:
        row = int(self._number("<I" if self._book.wide else "<H"))
        return cell(row, int(self._number("<H")) & 0x3FFF)

    def _area(self) -> str:
        rows = "<II" if self._book.wide else "<HH"
        first, last = struct.unpack_from(rows, self._tokens, self.at)
        self.at += struct.calcsize(rows)
        left, right = (int(self._number("<H")) & 0x3FFF for _ in range(2))
        return f"{cell(first, left)}:{cell(last, right)}"

    def _text(self) -> str:
        if self._book.wide:
            size, wide = int(self._number("<H")) * 2, True
        else:
            size, wide = self._one(), bool(self._one() & 1)
            size *= 2 if wide else 1
        raw = self._tokens[self.at : self.at + size]
        self.at += size
        return raw.decode("utf-16-le" if wide else "latin-1", "replace")

    def _one(self) -> int:
        self.at += 1
        return self._tokens[self.at - 1]

    def _number(self, form: str) -> float:
        (value,) = struct.unpack_from(form, self._tokens, self.at)
        self.at += struct.calcsize(form)
        return float(value) if form == "<d" else int(value)

    def _pop(self) -> str:
        return self.stack.pop() if self.stack else "?"

    def _push(self, text: str) -> None:
        if len(self.stack) >= DEEPEST:
            raise IndexError("too deep")
        self.stack.append(text[:LONGEST])


def cell(row: int, column: int) -> str:
    """The name of a cell, counted from 0: "A1"."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


@lru_cache(maxsize=2_000)
def function(number: int) -> str:
    """The name of a function or command ([MS-XLS] 2.5.198.17 and 2.5.198.4), from the table that
    the library keeps inside its own reader of formulas."""
    from oletools.thirdparty.oledump.plugin_biff import ParseExpression

    call = struct.pack("<BBH", 0x22, 0, number)
    _listing, stack = ParseExpression(call if number != 0x806D else call + bytes(9), [], [], "LN")
    name = str(stack[0]).partition("(")[0] if stack else ""
    return name if name and not name.startswith("*") else f"function {number}"
