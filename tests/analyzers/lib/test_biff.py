"""Records of binary workbooks."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from analyzers.lib.biff import BOUNDSHEET, Sheet, records, sheets, text


def stream(*bodies: bytes) -> bytes:
    return b"".join(struct.pack("<HH", BOUNDSHEET, len(body)) + body for body in bodies)


def test_sheets_tell_name_kind_and_state() -> None:
    wide = "Лист".encode("utf-16-le")
    plain, macro = bytes(6) + b"\x02\0ab", bytes(4) + b"\x02\x01\x04\x01" + wide
    assert sheets(stream(plain, macro)) == [
        Sheet("ab", macros=False, hidden=""),
        Sheet("Лист", macros=True, hidden="very hidden"),
    ]


def test_a_length_beyond_the_end_ends_the_walk() -> None:
    assert list(records(struct.pack("<HH", 1, 9_999) + b"ab")) == [(1, b"ab")]
    assert text(b"") == ""


@given(st.binary(max_size=300))
def test_any_bytes_can_be_walked(data: bytes) -> None:
    assert sum(len(body) for _, body in records(data)) <= len(data)
    assert len(sheets(data)) <= len(data)
