"""Hosts and mail addresses in parts."""

from __future__ import annotations

import pytest

from analyzers.model.correspondence import Domain, Ip
from analyzers.model.message import Address
from analyzers.whole.names import correspondent, domain_of, ip_of


def test_a_host_is_cut_by_the_public_suffix_list() -> None:
    found = domain_of("Mail.Example.co.uk")
    assert found == Domain(
        "mail.example.co.uk", "example.co.uk", "example", "co.uk", "mail", valid=True
    )


def test_a_host_without_a_public_suffix_is_not_valid() -> None:
    assert not domain_of("server.invalidtld").valid
    assert domain_of("localhost") == Domain("localhost", "localhost", "localhost")


def test_a_name_in_other_letters_tells_its_a_label() -> None:
    found = domain_of("bücher.example")
    assert found.domain == found.punycode == "xn--bcher-kva.example"


@pytest.mark.parametrize("host", ["192.0.2.1", "[IPv6:2001:db8::1]", ""])
def test_an_address_is_no_domain(host: str) -> None:
    assert domain_of(host) == Domain(host)


def test_a_person_keeps_the_address_as_written() -> None:
    found = correspondent(Address("", "Ann.Example@Mail.Example.com"))
    assert found.display_name is None
    assert (found.email.email, found.email.local_part) == (
        "Ann.Example@Mail.Example.com",
        "Ann.Example",
    )
    assert found.email.domain.root_domain == "example.com"


def test_only_addresses_are_addresses() -> None:
    assert ip_of("[192.0.2.1]") == Ip("192.0.2.1")
    assert ip_of("[IPv6:2001:DB8::1]") == Ip("2001:db8::1")
    assert ip_of("mail.example.com") is None
