"""Letters that are not what they look like."""

from __future__ import annotations

import time

import pytest

from analyzers.lib import disguise


def test_words_of_two_scripts() -> None:
    assert disguise.mixed_words("Your PаyPаl accоunt") == ["PаyPаl", "accоunt"]
    assert disguise.mixed_words("Привет, Outlook и почта; Ω-3, μm, αβγ test") == []
    assert disguise.mixed_words("emailы") == []  # "ы" resembles no Latin letter


def test_letters_of_mathematics_are_read_as_plain_ones() -> None:
    assert disguise.undressed("𝐖𝐞𝐥𝐥𝐬 x") == "Wells x"
    assert disguise.dressed("𝐖𝐞𝐥𝐥𝐬 plain 𝓕𝓪𝓻𝓰𝓸") == ["𝐖𝐞𝐥𝐥𝐬", "𝓕𝓪𝓻𝓰𝓸"]


def test_each_trick_is_a_concealment_of_its_own() -> None:
    text = "pay\u200bpal in\u00advoice Pаypal 𝐅𝐫𝐞𝐞 \u202ex\u202c \U000e0041\U000e0042"
    found = {each.reason: each.times for each in disguise.concealments(text)}
    assert found == {
        "characters of no width inside words": 1,
        "soft hyphens": 1,
        "letters of another script": 1,
        "letters in disguise": 1,
        "tag characters": 1,
        "turned around": 1,
    }
    assert list(disguise.concealments("plain")) == []


@pytest.mark.parametrize("piece", ["a", "аa", "a\u200b", "a\u00ad", "\U0001d400", "а ", "\u202e"])
def test_time_is_linear(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    started = time.process_time()
    disguise.mixed_words(text)
    list(disguise.concealments(text))
    assert time.process_time() - started < 1.0
