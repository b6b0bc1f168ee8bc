"""A well-known name is found where it is claimed, and its owner is left alone."""

from __future__ import annotations

import time

import pytest

from analyzers.lib import brands, lookalike


@pytest.mark.parametrize(
    ("name", "brand", "alone", "disguised"),
    [
        ("PayPal", "PayPal", True, False),
        ("PayPal Service 4711", "PayPal", True, False),
        ("Bank of America Alerts", "Bank of America", True, False),
        ("A. Smith, DHL", "DHL", False, False),
        ("MetaМask", "Metamask", True, True),  # a Cyrillic letter
        ("V\u200de\u200dn\u200dm\u200do", "Venmo", True, True),
        ("Walm4rt", "Walmart", True, True),
    ],
)
def test_a_claim_is_found(name: str, brand: str, alone: bool, disguised: bool) -> None:
    claim = brands.claimed(name)
    assert claim is not None
    assert (claim.brand.name, claim.alone, claim.disguised) == (brand, alone, disguised)


@pytest.mark.parametrize("name", ["", "Ann Example", "Über Otto", "Pal Pay", "x" * 10_000])
def test_other_names_claim_nothing(name: str) -> None:
    assert brands.claimed(name) is None


@pytest.mark.parametrize(
    ("host", "how"),
    [
        ("paypa1.com", lookalike.SAME),
        ("xn--robnhood-e2a.com", lookalike.SAME),
        ("metamaks.io", lookalike.ONE),
        ("trust-wallet.test", lookalike.HYPHEN),
        ("support-trustwallet.com", lookalike.ADDED),
        ("paypal.com.x.evil.test", lookalike.FRONT),
        ("netflix.test", lookalike.ENDING),
    ],
)
def test_an_imitation_is_named(host: str, how: str) -> None:
    found = brands.imitated(host)
    assert found is not None
    assert found.how == how


@pytest.mark.parametrize(
    "host",
    ["paypal.com", "mail.paypal.com", "paypal.se", "mobile.de", "finance.yahoo.com", "lindows.com",
     "netwindows.org", "paypalfans.test", "example.org", "localhost", ""],
)  # fmt: skip
def test_owners_and_strangers_imitate_nobody(host: str) -> None:
    assert brands.imitated(host) is None


def test_long_names_cost_little() -> None:
    started = time.process_time()
    for number in range(20):
        brands.claimed(f"{number} " + "pay pal " * 10_000)
        brands.imitated(f"{number}." * 5_000 + "test")
    assert time.process_time() - started < 1
