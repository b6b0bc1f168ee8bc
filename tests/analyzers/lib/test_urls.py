"""Addresses are read as browsers read them."""

from __future__ import annotations

import base64
import time

import pytest

from analyzers.lib.urls import in_text, parse, unwrapped


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see http://a.example/x.", "http://a.example/x"),
        ("(https://a.example/x_(y))", "https://a.example/x_(y)"),
        ("hxxps://a[.]example/x", "https://a.example/x"),
        ("hxxp[:]//a(.)example", "http://a.example"),
        ("at www.a.example, today", "http://www.a.example"),
        ("https://почта.example/", "https://почта.example/"),
    ],
)
def test_addresses_in_text_are_found_and_made_live(text: str, found: str) -> None:
    assert list(in_text(text)) == [found]


@pytest.mark.parametrize("text", ["x@www.a.example", "no address", "http://", "awww.a.example"])
def test_other_text_is_no_address(text: str) -> None:
    assert list(in_text(text)) == []


def test_finding_addresses_takes_linear_time() -> None:
    started = time.process_time()
    for text in ("www." * 200_000, "http://" * 100_000, "http://a/" + ")" * 900_000):
        list(in_text(text))
    assert time.process_time() - started < 2


ADDRESS = "https://goal.example/a?b=c"


@pytest.mark.parametrize(
    "url",
    [
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fgoal.example%2Fa%3Fb%3Dc&data=1",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__goal.example_a-3Fb-3Dc&d=x",
        "https://urldefense.com/v3/__https://goal.example/a?b=c__;!!x$",
        "https://www.google.com/url?q=https://goal.example/a%3Fb%3Dc&sa=D",
        "https://www.bing.com/ck/a?!&&u=a1"
        + base64.urlsafe_b64encode(ADDRESS.encode()).decode().rstrip("="),
    ],
)
def test_a_gateways_wrapper_is_taken_off(url: str) -> None:
    assert unwrapped(url) == ADDRESS


def test_a_wrapper_with_nonsense_inside_gives_nothing() -> None:
    assert unwrapped("https://www.bing.com/ck/a?u=a1%%%") == ""
    assert unwrapped("https://www.google.com/url?q=nonsense") == ""
