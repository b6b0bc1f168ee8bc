"""Defanged addresses come back to life, and live ones are made safe to show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.lib.refang import defang, dots, refang


@pytest.mark.parametrize(
    ("text", "live"),
    [
        ("hxxps://a[.]example/x", "https://a.example/x"),
        ("HXXP://a.example", "http://a.example"),
        ("h**p://a{dot}example", "http://a.example"),
        ("meow://a(dot)example", "http://a.example"),
        ("hxxp[:]//a(.)example", "http://a.example"),
        ("http[://]a[ . ]example", "http://a.example"),
        ("hxxp:\\\\a.example", "http://a.example"),
        ("fxp://a.example", "ftp://a.example"),
        ("hxxp://ann[at]a[.]example", "http://ann@a.example"),
        ("www[.]a[.]example", "http://www.a.example"),
        ("http://a.example/[.]", "http://a.example/[.]"),
    ],
)
def test_a_defanged_address_comes_back_to_life(text: str, live: str) -> None:
    assert refang(text) == live


def test_dots_in_running_text_are_made_plain_and_lines_stay() -> None:
    assert dots("a [dot] example\nb[.]example (.)") == "a.example\nb.example (.)"


LABELS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)


@given(
    st.sampled_from(["http", "https", "ftp"]),
    st.lists(LABELS, min_size=2, max_size=5),
    st.text(st.characters(codec="utf-8"), max_size=40),
)
def test_what_is_defanged_refangs_to_itself(scheme: str, labels: list[str], path: str) -> None:
    url = f"{scheme}://{'.'.join(labels)}/{path}"
    assert refang(defang(url)) == url
    assert "[.]" in defang(url)


@given(st.text(max_size=200))
def test_any_text_can_be_refanged(text: str) -> None:
    assert refang(text).partition("://")[1]
    assert isinstance(defang(text), str)
