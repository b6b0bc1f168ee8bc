"""A domain made to be taken for ours is told, and how; ours and strangers are not."""

from __future__ import annotations

import pytest

from analyzers.lib.domains import host_ascii
from analyzers.lib.lookalike import mixed_scripts, resemblance

OWN = frozenset({"example.com", "acme.co.uk"})


@pytest.mark.parametrize(
    ("host", "how"),
    [
        ("examp1e.com", "looks the same"),
        ("exarnple.com", "looks the same"),
        ("ехаmple.com", "looks the same"),  # Cyrillic letters
        ("xn--xmple-gra4d.com", ""),
        ("exammple.com", "one letter apart"),
        ("exampel.com", "one letter apart"),
        ("xample.com", "one letter apart"),
        ("example.net", "the same name under another ending"),
        ("example-billing.com", "the name with words added"),
        ("example.com.attacker.test", "holds it in front of another domain"),
        ("mail.example.com", ""),
        ("sub.acme.co.uk", ""),
        ("unrelated.org", ""),
        ("acne.org", ""),  # short names differ by one letter from many words
        ("", ""),
    ],
)
def test_resemblance_is_named(host: str, how: str) -> None:
    assert resemblance(host, OWN)[1] == how


def test_alphabets_mixed_in_one_word_are_seen_in_either_spelling() -> None:
    assert mixed_scripts("ехаmple.com")
    assert mixed_scripts(host_ascii("ехаmple.com"))
    assert not mixed_scripts("пример.example")
    assert not mixed_scripts("bücher.example")
