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
