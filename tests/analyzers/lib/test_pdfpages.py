"""Codes, text and areas on the pages of PDFs."""

from __future__ import annotations

import time

import pytest

from analyzers.lib import pdfpages
from analyzers.lib.pdfcost import TooCostly
from analyzers.lib.pdfpages import Pages
from analyzers.model.artifact import Artifact
from analyzers.model.body import Code
from analyzers.model.unit import Context, Unreadable
from tests.samples import codes, pdfs
from tests.thinned import thinned


def opened(data: bytes) -> Pages:
    return pdfpages.opened(Artifact.of(data, "a.pdf", "pdf"), Context())


def read(data: bytes) -> list[list[Code] | TooCostly]:
    return list(pdfpages.codes(opened(data)))


def test_a_code_with_its_page_and_region() -> None:
    [found] = read(codes.pdf(codes.image()))
    assert isinstance(found, list)
    (code,) = found
    assert (code.text, code.picture) == (codes.URL, "page 1")
    assert 80 < code.x < 110
    assert 180 < code.width < 200


def test_two_halves_side_by_side_are_one_code_on_the_page() -> None:
    whole = codes.image()
    middle = whole.width // 2
    left = whole.crop((0, 0, middle, whole.height))
    right = whole.crop((middle, 0, whole.width, whole.height))
    [found] = read(codes.pdf(left, right))
    assert isinstance(found, list)
    assert [code.text for code in found] == [codes.URL]
    assert read(codes.pdf(left)) == [[]]


def test_a_huge_page_is_drawn_small() -> None:
    large = codes.pdf(codes.image()).replace(b"[0 0 600 800]", b"[0 0 14400 9]")
    assert opened(large).count == len(read(large)) == 1


def test_a_broken_file_is_unreadable() -> None:
    for data in (b"%PDF-1.4\n", b"%PDF-1.4\n" + b"<<" * 1_000):
        with pytest.raises(Unreadable, match="cannot be opened"):
            opened(data)


def test_a_locked_file_asks_for_its_password() -> None:
    with pytest.raises(pdfpages.Locked):
        opened(pdfs.encrypted(pdfs.document(), "secret"))


def test_text_is_read_whole_and_within_an_area() -> None:
    font, content = pdfs.text(["www.bank.test", "second line"])
    pages = opened(pdfs.document(b"", font, content=content))
    page = pages.page(1)
    assert pdfpages.text(page).split() == ["www.bank.test", "second", "line"]
    assert pdfpages.text_within(page, [(50, 697, 300, 715), (0, 0, 9, 9)]) == ["www.bank.test", ""]


def test_where_pictures_lie() -> None:
    ((left, bottom, right, top),) = pdfpages.pictures(opened(codes.pdf(codes.image())).page(1))
    assert right - left == pytest.approx(top - bottom)


@pytest.mark.parametrize(
    "made", thinned([pdfs.content_bomb, pdfs.huge_picture, pdfs.fan, pdfs.ring_of_forms], 2)
)
def test_what_would_take_too_long_is_not_drawn(made: object) -> None:
    assert callable(made)
    data = made()
    started = time.process_time()
    (found,) = read(data)
    assert isinstance(found, TooCostly)
    assert time.process_time() - started < 3
