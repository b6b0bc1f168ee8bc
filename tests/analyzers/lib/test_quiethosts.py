"""Which addresses in bytes are told apart from those that nearly every such file carries."""

from __future__ import annotations

import pytest

from analyzers.lib.quiethosts import quiet


@pytest.mark.parametrize(
    "host",
    ["www.w3.org", "schemas.microsoft.com", "crl3.digicert.com", "NS.ADOBE.COM", "localhost"],
)
def test_vocabularies_and_authorities_are_quiet(host: str) -> None:
    assert quiet(host)


@pytest.mark.parametrize(
    "host",
    [
        "crl.attacker.example",
        "ns.attacker.example",
        "schemas.attacker.example",
        "ocsp2.attacker.example",
        "microsoft.com.attacker.example",
        "notmicrosoft.com",
    ],
)
def test_a_name_that_only_sounds_like_them_is_shown(host: str) -> None:
    assert not quiet(host)


@pytest.mark.parametrize(
    "host",
    ["github.com", "raw.githubusercontent.com", "drive.google.com", "www.google.com", "aka.ms"],
)
def test_hosts_where_anybody_may_put_something_are_shown(host: str) -> None:
    assert not quiet(host)
