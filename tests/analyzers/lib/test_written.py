"""Addresses written in text are found as a reader would copy them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.lib.linkset import in_text
from analyzers.lib.written import Found, addresses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see http://a.example/x.", "http://a.example/x"),
        ("(https://a.example/x_(y))", "https://a.example/x_(y)"),
        ("hxxps://a[.]example/x", "https://a.example/x"),
        ("hxxp[:]//a(.)example", "http://a.example"),
        ("at www.a.example, today", "http://www.a.example"),
        ("https://почта.example/", "https://почта.example/"),
        ("http://a.example/x\uff0cthen", "http://a.example/x"),
        ("log in at bank.com/login.", "http://bank.com/login"),
        ("log in at bank.com.", "http://bank.com"),
        ("bank.com:8080/x", "http://bank.com:8080/x"),
        ("bank [dot] com", "http://bank.com"),
        ("www . bank . com", "http://www.bank.com"),
        ("http://bank . com/x", "http://bank.com/x"),
        ("www。bank。com/x", "http://www。bank。com/x"),
        ("<http://a.example/long\n> er/path>", "http://a.example/longer/path"),
        ("<URL:http://a.example/b\r\n c>", "http://a.example/bc"),
    ],
)
def test_an_address_is_found_and_made_live(text: str, found: str) -> None:
    assert [url for url, _ in addresses(text)] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "x@www.a.example", "no address", "http://", "awww.a.example", "ann@bank.com",
        "first.info@bank.com", "node.js and setup.py", "report.pdf/x", "One ends.In the next",
        "1.2.3/24", "x=bank.com/y", "e.g./x",
    ],
)  # fmt: skip
def test_other_text_is_no_address(text: str) -> None:
    assert list(addresses(text)) == []


def test_each_address_knows_its_line() -> None:
    text = "one\nhttp://a.example/\n<http://b.example/\nx>\nhttp://c.example/"
    assert [(f.url, f.line) for f in addresses(text)] == [
        ("http://a.example/", 2), ("http://b.example/x", 3), ("http://c.example/", 5),
    ]  # fmt: skip


def test_what_quoted_printable_left_is_put_together() -> None:
    text = f"{'x' * 40} http://a.example/?q=3D1&name=3Dlong=\n&c=3D2 end"
    assert list(addresses(text)) == [Found("http://a.example/?q=1&name=long&c=2", 1)]
    short = "http://a.example/?q=\nnext"
    assert list(addresses(short)) == [Found("http://a.example/?q=", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "www." * 250_000, "http://" * 143_000, "http://a/" + ")" * 900_000, "a." * 500_000,
        "<http://a\n" * 100_000, "<http://a" + "\na" * 500_000, "a-" * 500_000, "[.]" * 333_000,
        "[dot" * 250_000, "www. a." * 140_000, "x.com " * 160_000, "=\n" * 500_000,
        ("http://a" + "=" * 60 + "\n") * 14_000, "http://a . " * 90_000, " .www" * 200_000,
        "\u3002" * 500_000, "[ " * 500_000,
    ],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_finding_addresses_takes_linear_time(text: str) -> None:
    started = time.process_time()
    in_text(text)
    assert time.process_time() - started < 1.5


@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    assert all(found.url and found.line >= 1 for found in addresses(text))
