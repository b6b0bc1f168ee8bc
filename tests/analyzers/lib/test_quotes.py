"""Signs of quotation are counted and taken off; the same signs as ornament stay text elsewhere."""

from __future__ import annotations

import pytest

from analyzers.lib.quotes import DEEPEST, TEXT, of_text


@pytest.mark.parametrize(
    ("line", "text", "depth"),
    [
        ("Hello", "Hello", 0),
        ("> Hello", "Hello", 1),
        (">> Hello", "Hello", 2),
        ("> > Hello", "Hello", 2),
        (" > Hello", "Hello", 1),
        (">", "", 1),
        ("AE> Hello", "Hello", 1),
        ("| Hello", "Hello", 1),
        ("| a | b |", "| a | b |", 0),
        (">From here on", ">From here on", 0),
        ("a > b", "a > b", 0),
        ("x -> y", "x -> y", 0),
        (">" * 80, "", DEEPEST),
    ],
)
def test_a_line_has_its_depth_of_quotation(line: str, text: str, depth: int) -> None:
    (found,) = of_text(line)
    assert (found.text, found.depth) == (text, depth)
    assert not found.signs or found.raw == line


def test_only_so_much_of_a_text_is_split() -> None:
    assert sum(len(line.text) for line in of_text("x" * (TEXT + 5))) == TEXT
