"""Where pictures end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzers.lib.trailing import appended, padding


def test_filler_is_counted() -> None:
    assert padding(b"abc" + bytes(9)) == 9
    assert padding(b"") == 0


def test_kinds_without_an_end_have_nothing_behind_it() -> None:
    assert appended(b"MZ" + bytes(99), "pe") is None


@given(st.sampled_from(("png", "gif", "jpg")), st.binary(max_size=200))
def test_any_bytes_end_somewhere_or_nowhere(kind: str, data: bytes) -> None:
    start = {"png": b"\x89PNG\r\n\x1a\n", "gif": b"GIF89a", "jpg": b"\xff\xd8"}[kind]
    end = appended(start + data, kind)
    assert end is None or 0 < end <= len(start + data)
