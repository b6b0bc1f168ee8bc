"""Transfer encodings are undone as far as they go, and what was wrong is told."""

from __future__ import annotations

import pytest

from analyzers.lib.transfer import AFTER_PADDING, DAMAGED, UNKNOWN, damage, transfer_decode


@pytest.mark.parametrize(
    ("encoding", "data", "decoded", "problem"),
    [
        ("", b"a=41", b"a=41", ""),
        ("8bit", b"\xff", b"\xff", ""),
        ("base64", b"YWJj\r\nZGVm\r\n", b"abcdef", ""),
        ("base64", b"YWI", b"ab", ""),
        ("base64", b"YWJjZ", b"abc", DAMAGED),
        ("base64", b"YW*Jj", b"abc", DAMAGED),
        ("base64", b"YQ==Yg==", b"ab", AFTER_PADDING),
        ("quoted-printable", b"a=41=\r\nb=zz", b"aAb=zz", ""),
        ("x-uuencode", b"text\nbegin 644 x\n#86)C\n \nend\n", b"abc", ""),
        ("x-uuencode", b"begin 644 x\n#86)C\n", b"abc", DAMAGED),
        ("x-own", b"abc", b"abc", UNKNOWN),
    ],
)
def test_content_is_decoded(encoding: str, data: bytes, decoded: bytes, problem: str) -> None:
    assert transfer_decode(data, encoding) == (decoded, problem)


@pytest.mark.parametrize(
    ("encoding", "data", "count", "first"),
    [
        ("base64", b"YWJj", 0, -1),
        ("base64", b"YW*J!j", 2, 2),
        ("base64", b"YQ==\nYg==", 1, 5),
        ("quoted-printable", b"a=41=\r\nb=zz=", 1, 8),
        ("7bit", b"=", 0, -1),
    ],
)
def test_damage_is_counted_and_placed(encoding: str, data: bytes, count: int, first: int) -> None:
    assert damage(data, encoding) == (count, first)
