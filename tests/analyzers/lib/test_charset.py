"""Bytes become text whatever they claim."""

from __future__ import annotations

import importlib

import pytest

from analyzers.lib.charset import IMPORTS, claims, decode, known


@pytest.mark.parametrize(
    ("data", "declared", "text", "codec"),
    [
        ("grün".encode(), "", "grün", "utf-8"),
        ("grün".encode(), "text/html; charset=us-ascii", "grün", "utf-8"),
        ("grün".encode("cp1252"), "", "grün", "cp1252"),
        ("поле".encode("koi8-r"), "text/plain; charset=koi8-r", "поле", "koi8-r"),
        (b"\xef\xbb\xbfx", "", "x", "utf-8"),
        (b"\xff\xfe" + "häß".encode("utf-16-le"), "", "häß", "utf-16-le"),
        ("<p>wide</p>".encode("utf-16-be"), "", "<p>wide</p>", "utf-16-be"),
        (b'<meta charset="shift_jis">' + "東京".encode("shift_jis"), "", "東京", "shift_jis"),
    ],
)
def test_text_is_read_by_mark_claim_or_shape(
    data: bytes, declared: str, text: str, codec: str
) -> None:
    found, name = decode(data, declared)
    assert found.endswith(text)
    assert name == codec


def test_iso_2022_is_not_taken_for_ascii() -> None:
    data = b'<meta charset="iso-2022-jp">' + "東京".encode("iso2022_jp")
    assert decode(data)[0].endswith("東京")


@pytest.mark.parametrize(
    "name", ["punycode", "unicode_escape", "rot13", "zlib", "idna", "nonsense"]
)
def test_codecs_that_are_no_charsets_are_refused(name: str) -> None:
    assert decode(b"\\u0041\xff", f"text/plain; charset={name}") == ("\\u0041ÿ", "cp1252")


def test_every_codec_module_can_be_loaded_ahead() -> None:
    for name in IMPORTS:
        importlib.import_module(name)


@pytest.mark.parametrize(
    "label", ["unicode-1-1-utf-7", "windows-874", "x-gbk", "utf-8”", "KOI8R", "x-mac-cyrillic"]
)
def test_labels_that_mail_uses_are_known(label: str) -> None:
    assert known(label)


def test_utf_7_is_read_where_it_is_claimed() -> None:
    assert decode(b"+AGE-b", "text/plain; charset=utf-7") == ("ab", "utf-7")
    assert decode(b"+AGE-b") == ("+AGE-b", "utf-8")


def test_claims_name_their_source() -> None:
    data = b'\xef\xbb\xbf<meta charset="koi8-r">'
    assert claims(data, "text/html; charset=latin1") == {
        "header": "cp1252",
        "document": "koi8-r",
        "byte order mark": "utf-8",
    }
