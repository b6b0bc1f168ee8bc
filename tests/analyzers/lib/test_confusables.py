"""Texts that look the same have the same skeleton."""

from __future__ import annotations

import pytest

from analyzers.lib.confusables import skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal", "раураl"),  # Cyrillic
        ("paypal", "PAYPA1"),
        ("metamask", "ΜetaΜask"),  # Greek
        ("ledger", "Ꮮеdgеr"),  # Cherokee and Cyrillic
        ("norton", "ɴᴏʀᴛᴏɴ"),  # small capitals
        ("modern", "rnodem"),
        ("apple", "𝐚𝗉𝓅𝚕𝖾"),  # mathematical letters
        ("evri", "E\u034fV\u034fR\u034fi"),
        ("box", "🅱🅾🆇"),
    ],
)
def test_look_alikes_are_equal(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_other_words_are_not() -> None:
    assert skeleton("paypal") != skeleton("papal")
