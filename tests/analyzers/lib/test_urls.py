"""Addresses are read as browsers read them."""

from __future__ import annotations

import pytest

from analyzers.lib.urls import parse


@pytest.mark.parametrize(
    ("url", "scheme", "host"),
    [
        ("https://Example.ORG/a", "https", "example.org"),
        (" \x01http:\\\\a.example\\b", "http", "a.example"),
        ("ht\ntps://a.exa\tmple/", "https", "a.example"),
        ("https:/a.example/", "https", "a.example"),
        ("https:a.example/", "https", "a.example"),
        ("https://user:pw@a.example:8443/", "https", "a.example"),
        ("https://good.example@evil.example/", "https", "evil.example"),
        ("https://a%2eexample/", "https", "a.example"),
        ("https://bücher.example/", "https", "xn--bcher-kva.example"),
        ("http://3232235777/", "http", "192.168.1.1"),
        ("http://0xC0.0250.1.1/", "http", "192.168.1.1"),
        ("http://[2001:db8::1]:80/", "http", "[2001:db8::1]"),
        ("\\\\host.example\\share", "file", "host.example"),
        ("file://host.example/share", "file", "host.example"),
        ("//host.example/x", "", "host.example"),
        ("javascript:alert(1)", "javascript", ""),
        ("mailto:a@b.example", "mailto", ""),
        ("page.html", "", ""),
        ("http://", "http", ""),
        ("http://[::1", "http", "[::1"),
    ],
)
def test_scheme_and_host_are_those_a_browser_sees(url: str, scheme: str, host: str) -> None:
    place = parse(url)
    assert (place.scheme, place.host) == (scheme, host)


def test_a_relative_address_takes_the_base() -> None:
    assert parse("x/y", "https://a.example/z").host == "a.example"
    assert parse("//b.example/y", "https://a.example/z").scheme == "https"


def test_characters_without_width_are_no_part_of_a_host() -> None:
    assert parse("https://exa\u200bmp\u00adle.org/").host == "example.org"


def test_a_very_long_address_is_read_to_its_bound() -> None:
    assert parse("https://a.example/" + "x" * 1_000_000).host == "a.example"
