"""Lines that are not as they should be are told with the byte of the first."""

from __future__ import annotations

import pytest

from analyzers.lib.rawlines import line_findings


@pytest.mark.parametrize(
    ("data", "rule", "where"),
    [
        (b"a\r\nb\nc\r\n", "message.structure.line-ends", "byte 4"),
        (b"a\nb\r\nc\n", "message.structure.line-ends", "byte 3"),
        (b"a\r\nb\rc\r\n", "message.structure.line-ends", "byte 4"),
        (b"ab\0c\n", "message.structure.nul", "byte 2"),
        (b"a\n" + b"b" * 1000 + b"\n", "message.structure.long-line", "byte 2"),
    ],
)
def test_an_odd_line_is_told(data: bytes, rule: str, where: str) -> None:
    assert {each.rule: each.where for each in line_findings(data, 0)} == {rule: where}


@pytest.mark.parametrize(
    "data", [b"", b"a\r\nb\r\n", b"a\nb\n", b"a\rb\r", b"b" * 998 + b"\r\n", b"b" * 998]
)
def test_lines_that_are_alike_are_no_finding(data: bytes) -> None:
    assert list(line_findings(data, 0)) == []
