"""Where a token may travel."""

from __future__ import annotations

import pytest

from workbench.connectors.origin import Origin, tls_context
from workbench.errors import BadInput, Untrusted

GRAPH = Origin.of("https://graph.microsoft.com")


def test_the_same_origin_is_let_through() -> None:
    for url in (
        "https://graph.microsoft.com/v1.0/users?$skiptoken=1",
        "https://GRAPH.microsoft.com:443/x",
    ):
        assert GRAPH.require(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://graph.microsoft.com/v1.0",
        "https://graph.microsoft.com:444/v1.0",
        "https://graph.microsoft.com.evil.test/v1.0",
        "https://evil.test/graph.microsoft.com",
        "https://graph.microsoft.com@evil.test/",
        "https://user@graph.microsoft.com/",
        "//evil.test/v1.0",
        "/v1.0/users",
        "https:graph.microsoft.com/v1.0",
        "https://graph.microsoft.com\\@evil.test/",
        "https://graph.microsoft.com\t.evil.test/",
        "https://graph。microsoft.com/",
        "https://xn--grph-6na.microsoft.com/",
        "https://[::1]/",
        "https://graph.microsoft.com:99999/",
        "ftp://graph.microsoft.com/",
        "",
        "https://graph.microsoft.com./v1.0",
        "https://evil.test#graph.microsoft.com",
        "https://evil.test?graph.microsoft.com",
    ],
)
def test_whatever_only_resembles_it_is_refused(url: str) -> None:
    with pytest.raises(Untrusted):
        GRAPH.require(url)


def test_plain_http_is_for_this_machine_only() -> None:
    Origin.of("http://127.0.0.1:8080").require_secure()
    with pytest.raises(Untrusted):
        Origin.of("http://graph.example").require_secure()


def test_a_private_authority_is_for_this_machine_only() -> None:
    with pytest.raises(Untrusted):
        tls_context("ca.pem", GRAPH)


def test_an_authority_that_cannot_be_read_is_named() -> None:
    with pytest.raises(BadInput, match="certificate authority"):
        tls_context("/nowhere/ca.pem", Origin.of("https://127.0.0.1:1"))
