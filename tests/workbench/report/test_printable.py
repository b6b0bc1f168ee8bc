"""Text from mail on a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.report.printable import printable


@given(st.text(max_size=200))
def test_nothing_in_it_moves_the_cursor_or_hides(text: str) -> None:
    assert printable(text).isprintable()


def test_an_escape_sequence_is_shown_as_one() -> None:
    assert printable("\x1b[2Jclean") == "\\x1b[2Jclean"


def test_right_to_left_override_is_shown() -> None:
    assert printable("invoice\u202egpj.exe") == "invoice\\u202egpj.exe"


def test_letters_of_all_scripts_stay() -> None:
    assert printable("Grüße, 世界, سلام") == "Grüße, 世界, سلام"


def test_long_text_is_cut_and_says_so() -> None:
    assert printable("x" * 500, 10) == "x" * 10 + "…"


def test_a_lone_surrogate_is_escaped() -> None:
    assert printable("\ud800") == "\\ud800"
