"""Strings, excerpts and defanged addresses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzers.lib.strings import EXCERPT, addresses, defang, printable, strings


def test_narrow_and_wide_strings_are_found_with_their_offsets() -> None:
    data = b"\0\1shortly\0ab\0\0" + "wide text".encode("utf-16-le")
    assert list(strings(data)) == [(2, "shortly"), (14, "wide text")]


def test_addresses_are_found_once_and_in_order() -> None:
    text = b'<a href="https://a.test/x?y=1">http://b.test.</a> https://a.test/x?y=1'
    assert addresses(text, 9) == ["https://a.test/x?y=1", "http://b.test"]
    assert addresses("ftp://wide.test/a".encode("utf-16-le"), 9) == ["ftp://wide.test/a"]
    assert len(addresses(b" ".join(b"http://%d.test" % n for n in range(50)), 5)) == 5


def test_excerpts_are_short_and_printable() -> None:
    assert printable(b"a\0b\x1b[31m") == "a.b.[31m"
    assert printable("ab".encode("utf-16-le") * 2) == "abab"
    assert len(printable("x" * 1_000)) == EXCERPT


def test_a_defanged_address_is_no_link() -> None:
    assert defang("https://www.a.test/b.c") == "hxxps://www[.]a[.]test/b.c"
    assert defang("a.test") == "a[.]test"


@given(st.binary(max_size=300))
def test_any_bytes_can_be_shown(data: bytes) -> None:
    assert printable(data).isprintable()
    assert all(text.isprintable() for _, text in strings(data))
