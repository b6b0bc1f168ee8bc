"""Names of organisations in text."""

from __future__ import annotations

import time

import pytest

from analyzers.lib.brandnames import brands, named_by


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Your paypal account", ("PayPal",)),
        ("the Bank of America team", ("Bank of America",)),
        ("an apple a day, chase the ball", ()),
        ("Apple ID and Chase", ("Apple", "Chase")),
        ("Office 365 storage", ("Microsoft 365",)),
        ("Kohl's and AT&T", ("Kohl's", "AT&T")),
        ("MICROSOFT TEAMS", ("Microsoft Teams",)),
        ("PаyPаl", ("PayPal",)),
        ("𝐍𝐞𝐭𝐟𝐥𝐢𝐱", ("Netflix",)),
        ("Grapple, paypals", ()),
    ],
)
def test_names_are_found_as_words(text: str, names: tuple[str, ...]) -> None:
    assert brands([text]) == names


def test_names_come_once_in_order() -> None:
    assert brands(["DHL and FedEx", "fedex, UPS"]) == ("DHL", "FedEx", "UPS")


def test_a_word_made_to_be_read_as_a_name() -> None:
    assert named_by("Nеtflіx") == "Netflix"
    assert named_by("nothing") == ""


@pytest.mark.parametrize("piece", ["a.", "аa ", "&", "a", "paypal "])
def test_time_is_bounded(piece: str) -> None:
    started = time.process_time()
    brands([piece * (1_000_000 // len(piece))])
    assert time.process_time() - started < 1.0
