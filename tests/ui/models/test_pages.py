"""Pages come to the window only where sizes and pixels agree."""

from __future__ import annotations

import base64
import zlib
from dataclasses import replace

import pytest

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.observation import Relation
from analyzers.model.page import ClickArea, PagePicture, PageText
from analyzers.model.record import Record
from ui.models import pages
from ui.tokens import Tone

PALETTE = base64.b64encode(b"\xff\xff\xff\xff\x00\x00").decode()


def packed(raw: bytes) -> str:
    return base64.b64encode(zlib.compress(raw)).decode()


PAGE = PagePicture(
    1, 2, 2, PALETTE, packed(b"\0\1\1\0"), (ClickArea(0, 0, 500, 100, "http://a.b/"),)
)


def analysis(*records: Record) -> Analysis:
    runs = (Examination("pdf-pages", 1, Outcome.COMPLETE, records=records),)
    node = Node(0, -1, "a.pdf", "pdf", "", Relation.ATTACHMENT, 1, "", "", "", runs)
    return Analysis((node,), "full", (), (), "", 0.0, 0.0)


def only(*records: Record) -> pages.Shown:
    found = analysis(*records)
    (page,) = pages.shown(found, found.root)
    return page


def test_picture_text_and_areas_come_together() -> None:
    page = only(PAGE, PageText(1, "Dear customer"))
    assert (page.pixels, page.text) == (b"\0\1\1\0", "Dear customer")
    ((number, target, place),) = pages.area_rows(page)
    assert (number.text, target.shown, target.tone) == ("1", "hxxp://a[.]b/", Tone.SUSPICIOUS)
    assert place.text == "50 × 10 % of the page"


def test_pages_with_text_alone_follow_in_order() -> None:
    found = analysis(PageText(3, "c"), PAGE, PageText(2, "b"))
    assert [page.number for page in pages.shown(found, found.root)] == [1, 2, 3]


@pytest.mark.parametrize(
    "changed",
    [
        {"pixels": packed(b"\0\1\1")},  # too few
        {"pixels": packed(b"\0" * 500_000)},  # too many
        {"pixels": packed(b"\0\1\1\7")},  # no such colour
        {"pixels": "???"},
        {"palette": ""},
        {"width": -2, "height": -2},
        {"width": 1 << 40},
    ],
)
def test_what_does_not_fit_is_not_shown(changed: dict[str, object]) -> None:
    page = only(replace(PAGE, **changed))  # type: ignore[arg-type]
    assert (page.pixels, page.note) == (b"", "the picture is damaged")
    assert page.areas == PAGE.areas


def test_a_page_that_was_not_drawn_says_why() -> None:
    assert only(PagePicture(1, note="not drawn: too much")).note == "not drawn: too much"
