"""Header blocks end where they end, whatever stands in them."""

from __future__ import annotations

import pytest

from analyzers.lib.headers import parse_block


@pytest.mark.parametrize(
    ("data", "names", "body"),
    [
        (b"A: 1\r\nB: 2\r\n\r\nbody", ["A", "B"], b"body"),
        (b"A: 1\nB: 2\n\nbody", ["A", "B"], b"body"),
        (b"A: 1\r\r\nB: 2\r\r\n\r\r\nbody", ["A", "B"], b"body"),
        (b"\r\nbody", [], b"body"),
        (b"", [], b""),
        (b"A: 1", ["A"], b""),
        (b"A : 1\n\nbody", ["A"], b"body"),
        (b"From x Mon\nA: 1\n\nbody", ["A"], b"body"),
        (b"A: 1\nbroken line\nSubject: 2\n\nbody", ["A", "Subject"], b"body"),
        (b"Subj\0ect: 1\n\nbody", ["Subject"], b"body"),
        (b"A\n : 1\nB: 2\n\nbody", ["A", "B"], b"body"),
        (b"A: 1\rSubject: 2\nB: 3\n\nbody", ["A", "Subject", "B"], b"body"),
        (b"A: 1\n: 2\nB: 3\n\nbody", ["A", "", "B"], b"body"),
        (b" A: 1\nB: 2\n\nbody", ["B"], b"body"),
        (b"A: 1\n  \nB: 2\n\nbody", ["A", "B"], b"body"),
        (b"A: 1\n--b\nFrom: 2\n\nmore", ["A"], b"--b\nFrom: 2\n\nmore"),
        (b"A: 1\nDear all,\nsee http://x\n\nmore", ["A"], b"Dear all,\nsee http://x\n\nmore"),
    ],
)
def test_a_block_has_headers_and_an_end(data: bytes, names: list[str], body: bytes) -> None:
    block = parse_block(data, 0, len(data))
    assert [field.name for field in block.fields] == names
    assert data[block.end :] == body


def test_a_folded_value_is_one_line() -> None:
    block = parse_block(b"A: one\r\n two\r\n\tthree\r\n\r\n", 0, 25)
    assert block.first("a") == "one two three"


def test_a_field_knows_its_place_and_how_its_name_is_written() -> None:
    data = b"A: 1\nFrom : x\nTo\n : y\n\n"
    fields = parse_block(data, 0, len(data)).fields
    assert [(f.offset, f.size, f.odd) for f in fields] == [
        (0, 5, ""),
        (5, 9, "spaced"),
        (14, 8, "folded"),
    ]
    assert fields[1].raw == "From : x"


def test_what_is_odd_is_counted_and_told_once() -> None:
    data = b"A: 1\nB : 2\nC : 3\n\n"
    (finding,) = parse_block(data, 0, len(data), "part 1.2").findings
    assert (finding.rule, finding.evidence) == ("message.header.space-colon", "2 of them")
    assert finding.where == "part 1.2, byte 5"
