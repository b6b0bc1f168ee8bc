"""Matrices out of characters."""

from __future__ import annotations

import time

import pytest

from analyzers.lib import blockart
from tests.samples import codes

DARK = codes.rows(border=0)


@pytest.mark.parametrize(
    "text",
    [
        codes.letters(DARK),
        codes.letters(DARK, "██", "  "),
        codes.letters(DARK, "⬛", "⬜"),
        codes.letters(DARK, "X", "."),
        "Scan this:\n\n" + codes.letters(DARK, "██", "\u00a0\u00a0") + "\n\nThank you",
        codes.letters(DARK).replace("\n", "\r\n"),
    ],
)
def test_a_drawing_becomes_its_matrix(text: str) -> None:
    assert DARK in list(blockart.matrices(text))


def test_half_blocks_hold_two_rows() -> None:
    [matrix, inverse] = blockart.matrices(codes.halves(DARK))
    assert matrix[: len(DARK)] == DARK
    assert inverse[0][0] is not matrix[0][0]


def test_braille_holds_four_rows() -> None:
    text = "\n".join("⣿" * 11 for _ in range(6))
    matrix = next(iter(blockart.matrices(text)))
    assert (len(matrix), len(matrix[0])) == (24, 22)
    assert all(all(row) for row in matrix)


@pytest.mark.parametrize(
    "text",
    ["", "Hello\nworld\n" * 30, "=" * 70, "\n".join(["-" * 60] * 3), codes.letters(DARK[:8])],
)
def test_other_text_is_no_drawing(text: str) -> None:
    assert list(blockart.matrices(text)) == []


def test_only_texts_with_blocks_are_likely() -> None:
    assert blockart.likely(codes.halves(DARK))
    assert blockart.likely(codes.letters(DARK))
    assert not blockart.likely("Total: 12 #1\n" * 500)


@pytest.mark.parametrize("text", ["█" * 1_000_000, ("█" * 390 + "\n") * 2_500, "#\n" * 500_000])
def test_time_is_bounded(text: str) -> None:
    started = time.process_time()
    list(blockart.matrices(text))
    blockart.likely(text)
    assert time.process_time() - started < 1.0
