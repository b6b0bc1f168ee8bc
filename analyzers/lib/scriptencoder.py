"""Undoes Microsoft's Script Encoder (``#@~^``): a substitution by three alphabets in turn.

The engines of VBScript and JScript carry the same alphabets; Mr Brownstone published them in
"Breaking the Windows Script Encoder".
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

BLOCKS: Final = 100  # encoded blocks of one file

_START: Final = "#@~^"
_BLOCK = re.compile(r"#@~\^[A-Za-z0-9+/]{6}==")
_END = re.compile(r"[A-Za-z0-9+/]{6}==\^#~@|\Z")
# What the characters from 32 to 127 stand for, in each alphabet.
_ALPHABETS: Final = (
    bytes.fromhex(
        "2e477a56426a2f26494134325b7672433839704568714f09624423754a7e4a5e40774a615d224b6f4e3b4c50672a7d74"
        "542b2d2c306e6b66352521644d52633f7b7829287359337f6d55537c3a5f65465831696c5a48275c3d24793760512036"
    ),
    bytes.fromhex(
        "2d755260715e495c627d2936207c7a7f6b63332b68516676316454434c3a4c7e4c452c2a7427374479592f6f26726a39"
        "7b3f387767534734785d30235a5b6c485570692e4c21244e5009567335614b583b57226d4d2528464a32413d5f4f4265"
    ),
    bytes.fromhex(
        "323021295b38333d583a3565395c5673664e456b6259785e7d4a6d714160415340422748727531374d5222546a47642d"
        "207f2e4c5d7e6c6f797443267625242b28234134092a443f773b55696163506751494f46687c36706e7a2f5f4b5a2c57"
    ),
)
_TAB: Final = b"\x57\x6e\x7b"  # the same for a tab
# Which alphabet holds for each character, 64 characters over and over.
_TURNS: Final = "0120121221210212021200122102122100212120200120210212001220012021"
_ESCAPES: Final = (("@&", "\n"), ("@#", "\r"), ("@*", ">"), ("@!", "<"), ("@$", "@"))


class Block(NamedTuple):
    """One decoded block and where its encoded form stands."""

    start: int
    end: int
    text: str


def blocks(source: str) -> list[Block]:
    """Those of a file or page, at most ``BLOCKS``."""
    found: list[Block] = []
    position = source.find(_START)
    while position >= 0 and len(found) < BLOCKS:
        head = _BLOCK.match(source, position)
        if head is None:
            position = source.find(_START, position + 1)
            continue
        tail = _END.search(source, head.end())
        stop, end = (tail.start(), tail.end()) if tail else (len(source), len(source))
        found.append(Block(position, end, decoded(source[head.end() : stop])))
        position = source.find(_START, end)
    return found


def decoded(text: str) -> str:
    """Characters beyond ASCII stand for themselves and do not count in the turns."""
    for escape, character in _ESCAPES:
        text = text.replace(escape, character)
    out: list[str] = []
    turn = 0
    for character in text:
        code = ord(character)
        if code < 128:
            out.append(_TABLES[turn & 63].get(code, character))
            turn += 1
        else:
            out.append(character)
    return "".join(out)


def _tables() -> tuple[dict[int, str], ...]:
    by_alphabet = []
    for number, alphabet in enumerate(_ALPHABETS):
        table = {32 + place: chr(code) for place, code in enumerate(alphabet)}
        table[9] = chr(_TAB[number])
        for never in (60, 62, 64):  # written as escapes
            table[never] = chr(never)
        by_alphabet.append(table)
    return tuple(by_alphabet[int(turn)] for turn in _TURNS)


_TABLES: Final = _tables()
