"""Codes on the pages of PDFs."""

from __future__ import annotations

import pytest

from analyzers.lib import pdfpages
from analyzers.model.unit import Unreadable
from tests.samples import codes


def test_a_code_with_its_page_and_region() -> None:
    count, [[code]] = pdfpages.read(codes.pdf(codes.image()))
    assert (count, code.text, code.picture) == (1, codes.URL, "page 1")
    assert 80 < code.x < 110
    assert 180 < code.width < 200


def test_two_halves_side_by_side_are_one_code_on_the_page() -> None:
    whole = codes.image()
    middle = whole.width // 2
    left = whole.crop((0, 0, middle, whole.height))
    right = whole.crop((middle, 0, whole.width, whole.height))
    assert [code.text for code in pdfpages.read(codes.pdf(left, right))[1][0]] == [codes.URL]
    assert pdfpages.read(codes.pdf(left))[1] == [[]]


def test_a_huge_page_is_drawn_small() -> None:
    large = codes.pdf(codes.image()).replace(b"[0 0 600 800]", b"[0 0 14400 9]")
    assert pdfpages.read(large)[0] == 1


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.4\n" + b"<<" * 1_000])
def test_a_broken_file_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        pdfpages.read(data)
