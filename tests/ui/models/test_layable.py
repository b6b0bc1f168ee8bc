"""Text is broken where laying it out would take long, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.models.layable import LINES, MIXED, WIDE, WORD, broken, changes, lines


@pytest.mark.parametrize(
    "text",
    [
        "short",
        "an ordinary sentence with words in it, again and again. " * 100,
        "x" * WORD,
        "漢字かなカナ" * 300,  # wraps between any two characters
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz " * 20,
        "A" * MIXED + "Я" * MIXED,  # one change of script
    ],
)
def test_honest_text_stays_as_it_is(text: str) -> None:
    assert broken(text) == text


@pytest.mark.parametrize(
    ("word", "longest"),
    [("x" * 100_000, WORD), ("aя" * 10_000, MIXED), ("א[RLO]" * 5_000, MIXED)],
)
def test_endless_words_are_broken(word: str, longest: int) -> None:
    rows = broken(word).split("\n")
    assert max(map(len, rows)) == longest
    assert "".join(rows) == word


@given(st.text(alphabet="aя漢 \n", max_size=3_000))
def test_breaking_loses_nothing(text: str) -> None:
    assert broken(text).replace("\n", "") == text.replace("\n", "")


@pytest.mark.parametrize(
    ("word", "number"), [("abc", 0), ("aя", 1), ("aяaя", 3), ("a1я", 1), ("漢かa", 0)]
)
def test_changes_of_script_are_counted(word: str, number: int) -> None:
    assert changes(word) == number


def test_long_lines_are_broken_and_many_are_cut() -> None:
    assert lines("x" * (WIDE + 1)) == "x" * WIDE + "\nx"
    assert lines("a\r\nb") == "a\nb"
    cut = lines("\n" * (LINES + 100))
    assert cut.count("\n") == LINES
    assert cut.endswith("… (+100 characters not shown)")
