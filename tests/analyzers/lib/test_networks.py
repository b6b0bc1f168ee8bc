"""Addresses are found as headers write them, and told public or private."""

from __future__ import annotations

import pytest

from analyzers.lib.networks import ADDRESS, is_private, parse_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("[192.0.2.1]", "192.0.2.1"),
        ("[IPv6:2001:DB8::1]", "2001:db8::1"),
        ("fe80::1%4", "fe80::1"),
        ("::1", "::1"),
        ("300.1.2.3", "None"),
        ("mail.example.com", "None"),
        ("", "None"),
    ],
)
def test_an_address_is_read_in_every_dress(text: str, address: str) -> None:
    assert str(parse_address(text)) == address


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("10.1.2.3", True),
        ("127.0.0.1", True),
        ("fe80::1", True),
        ("100.64.0.1", True),
        ("8.8.8.8", False),
        ("192.0.2.1", False),  # manuals and exercises mean a public host by it
        ("nonsense", False),
    ],
)
def test_private_and_reserved_ranges_are_told(text: str, private: bool) -> None:
    assert is_private(text) is private


def test_no_address_is_found_in_version_numbers_and_names() -> None:
    for text in ("15.20.8746.30", "host-192.0.2.1.example", "10:04:00", "a.1.2.3.4"):
        assert ADDRESS.search(text) is None, text
