"""Claims are read in the RFC's form and in Microsoft's."""

from __future__ import annotations

from analyzers.lib.authentication import claims, upstream
from analyzers.model.message import AuthenticationClaim, Header

MICROSOFT = (
    "spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=none (message not signed)"
    " header.d=none;dmarc=fail action=oreject header.from=example.com;compauth=fail reason=000"
)
RFC = 'mx.example.org 1; dkim=pass (good; really) header.i="@example.com"; spf / 1 = softfail'


def read(name: str, value: str) -> tuple[AuthenticationClaim, ...]:
    return claims([Header("Subject", "x", ""), Header(name, value, "")])


def test_microsofts_form_names_no_server() -> None:
    found = read("Authentication-Results", MICROSOFT)
    assert [(c.server, c.method, c.result) for c in found] == [
        ("", "spf", "fail"),
        ("", "dkim", "none"),
        ("", "dmarc", "fail"),
        ("", "compauth", "fail"),
    ]
    assert dict(found[0].properties) == {
        "smtp.mailfrom": "example.com",
        "comment": "sender IP is 192.0.2.1",
    }
    assert {c.header for c in found} == {1}


def test_the_form_of_the_rfc_names_the_server_first() -> None:
    dkim, spf = read("Authentication-Results", RFC)
    assert (dkim.server, dkim.result, dkim.properties[0]) == (
        "mx.example.org",
        "pass",
        ("header.i", "@example.com"),
    )
    assert (spf.method, spf.result) == ("spf", "softfail")


def test_the_instance_of_an_arc_set_is_no_claim() -> None:
    (claim,) = read("ARC-Authentication-Results", "i=2; mx.example.org; spf=pass")
    assert (claim.server, claim.method) == ("mx.example.org", "spf")


def test_received_spf_is_a_claim_too() -> None:
    value = "Pass (mx: domain of x) receiver=mx.example.org; client-ip=192.0.2.1; helo=a"
    (claim,) = read("Received-SPF", value)
    assert (claim.server, claim.method, claim.result) == ("mx.example.org", "spf", "pass")
    assert ("client-ip", "192.0.2.1") in claim.properties


def test_what_is_no_claim_yields_none() -> None:
    assert read("Authentication-Results", "mx.example.org; none") == ()
    assert read("Authentication-Results", ";;;((") == ()
    assert read("X-Other", MICROSOFT) == ()


def test_yahoos_older_form_puts_from_before_each_method() -> None:
    value = (
        "mta1.yahoo.example  from=a.example; domainkeys=neutral (no sig); from=a.example; dkim=pass"
    )
    found = read("Authentication-Results", value)
    assert [(c.server, c.method) for c in found] == [
        ("mta1.yahoo.example", "domainkeys"),
        ("mta1.yahoo.example", "dkim"),
    ]


def test_results_that_exchange_put_aside_are_read_apart() -> None:
    assert read("Authentication-Results-Original", MICROSOFT) == ()
    found = upstream([Header("Authentication-Results-Original", f"mx; {MICROSOFT}", "")])
    assert next((c.server, c.method) for c in found) == ("mx", "spf")
