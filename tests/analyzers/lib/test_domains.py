"""Host names reduce to what somebody registered, whatever spelling they come in."""

from __future__ import annotations

import pytest

from analyzers.lib.domains import (
    host_ascii,
    host_unicode,
    is_address,
    registrable_domain,
    same_registrant,
)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.Shop.Example.CO.UK.", "example.co.uk"),
        ("example.com", "example.com"),
        ("someone.github.io", "someone.github.io"),
        ("a.b.пример.рф", "xn--e1afmkfd.xn--p1ai"),
        ("b.xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
        ("www\u3002example\uff0eorg", "example.org"),
        ("192.0.2.7", "192.0.2.7"),
        ("[IPv6:2001:db8::1]", "[ipv6:2001:db8::1]"),
        ("localhost", "localhost"),
        ("co.uk", "co.uk"),
        ("a..b", "a..b"),
        ("", ""),
    ],
)
def test_a_host_belongs_to_a_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


def test_broken_labels_are_kept_as_they_stand() -> None:
    for host in ("xn--\uffff.test", "xn--99999999999.test", "x" * 70 + "é.test", "\ud800.test"):
        assert host_ascii(host)
        assert host_unicode(host)
        assert registrable_domain(host)


def test_readable_and_wire_form_are_each_others_inverse() -> None:
    assert host_unicode(host_ascii("bücher.example")) == "bücher.example"


def test_hosts_of_one_registrant_are_recognised() -> None:
    assert same_registrant("mail.example.com", "Example.com")
    assert not same_registrant("example.com", "example.net")
    assert is_address("10.0.0.1")
