"""Bytes show as they are: none left out in silence, none that stop the window."""

from __future__ import annotations

import hashlib

from analyzers.model.fidelity import Fidelity
from analyzers.model.message import Message, Part
from tests.ui.tray import opened
from ui.models.raw import HASHED, HEX, NO_PARTS, TEXT, digest, hex_text, parts_text, source_text
from workbench.model.mail import RawMessage


def part(path: str, kind: str, filename: str = "", offset: int = 16) -> Part:
    return Part(path, kind, "utf-8", "base64", "attachment", filename, "", offset, 2_000, "")


def message(*parts: Part) -> Message:
    return Message("eml", "", (), (), "", (), (), "", "", (), parts, ())


def test_bytes_that_are_no_text_show_as_escapes() -> None:
    assert source_text(b"Subject: \xff\r\n") == "Subject: \\xff\r\n"


def test_what_is_not_shown_is_told() -> None:
    assert source_text(b"x" * (TEXT + 5)).endswith("x\n… (5 bytes more)")
    assert hex_text(b"x" * (HEX + 7)).endswith("… (7 bytes more)")


def test_hexadecimal_has_offset_bytes_and_letters() -> None:
    first, second = hex_text(b"0123456789abcdef\x00z").split("\n")
    assert first == "00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef"
    assert second.startswith("00000010  00 7a ")
    assert second.endswith("  .z")


def test_parts_are_indented_by_their_depth() -> None:
    tree = message(part("1", "multipart/mixed"), part("1.2", "text/html", "a\nb.exe", -1))
    assert parts_text(tree).split("\n") == [
        "1  multipart/mixed  utf-8  base64  attachment  [0x10+2,000]",
        "  1.2  text/html  utf-8  base64  attachment  'a\\nb.exe'  [place unknown]",
    ]


def test_what_has_no_parts_says_so() -> None:
    assert parts_text(None) == parts_text(message()) == NO_PARTS


def test_the_hash_is_made_here_only_where_that_is_quick() -> None:
    small = opened(1, raw=RawMessage(b"abc", Fidelity.ORIGINAL))
    large = opened(1, raw=RawMessage(bytes(HASHED + 1), Fidelity.ORIGINAL))
    assert digest(small) == hashlib.sha256(b"abc").hexdigest()
    assert digest(large) == digest(opened(1)) == ""
