"""Names and the tricks they play."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.lib import names


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.PDF", "pdf"),
        ("dir.d/a", ""),
        ("C:\\x\\a.exe. ", "exe"),
        (".htaccess", ""),
        ("a.tar.gz", "gz"),
        ("a.e\u200bxe", "exe"),
        ("", ""),
    ],
)
def test_the_extension_is_what_windows_sees(name: str, ending: str) -> None:
    assert names.extension(name) == ending


@pytest.mark.parametrize(
    ("name", "inner"),
    [
        ("a.pdf.exe", "pdf"),
        ("a.docx  .scr", "docx"),
        ("a.v2.exe", ""),
        ("a.exe", ""),
        ("a.tar.gz", ""),
        ("a.jpg.lnk", "jpg"),
    ],
)
def test_a_double_extension_hides_one_that_runs(name: str, inner: str) -> None:
    assert names.double_extension(name) == inner


def test_reversing_characters_are_named() -> None:
    assert names.bidi("a\u202egpj.exe") == "RIGHT-TO-LEFT OVERRIDE"
    assert names.bidi("a.exe") == ""
    assert names.spelled("a\u202eb\n") == "a[U+202E]b[U+000A]"


def test_a_gap_before_the_extension_is_seen() -> None:
    assert names.padded("a" + " " * 20 + ".exe")
    assert not names.padded("a long name with words.pdf")


@pytest.mark.parametrize("name", ["../a", "a\\..\\b", "/etc/a", "\\\\host\\a", "C:a"])
def test_a_name_that_climbs_is_seen(name: str) -> None:
    assert names.climbs(name)
    assert not names.climbs("a/b..c/d")


@given(st.text(max_size=400))
def test_any_name_can_be_judged(name: str) -> None:
    shown = names.spelled(name)
    assert names.bidi(shown) == ""
    assert names.extension(name) == names.extension(name).casefold()
    assert names.padded(name) in (True, False)
    assert names.double_extension(name) in names.DOCUMENTS | {""}
