"""Document properties, and counts that lie."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from analyzers.lib.propertyset import MORE_LABELS, summary


def stream(entries: bytes, count: int) -> bytes:
    return bytes(44) + struct.pack("<III", 48, 0, count) + entries


def test_strings_numbers_and_code_pages_are_read() -> None:
    author = struct.pack("<II", 30, 3) + b"\xd6l\0"
    page = struct.pack("<III", 2, 1251, 0)
    table = struct.pack("<IIII", 1, 24, 4, 36)
    assert dict(summary(stream(table + page + author, 2))) == {"Author": "Цl"}


def test_the_second_stream_has_labels_of_its_own() -> None:
    company = struct.pack("<II", 30, 4) + b"ACME"
    found = summary(stream(struct.pack("<II", 15, 16) + company, 1), MORE_LABELS)
    assert dict(found) == {"Company": "ACME"}


def test_a_count_beyond_the_stream_ends() -> None:
    assert list(summary(stream(b"", 0xFFFF_FFFF))) == []


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(data: bytes) -> None:
    for label, value in summary(bytes(44) + struct.pack("<I", 48) + data):
        assert label
        assert value
