"""Pages as pictures, with what can be clicked."""

from __future__ import annotations

import base64
import time
import zlib
from dataclasses import replace

import pytest

from analyzers.attachments.pdf_pages import PAGES, UNIT, placed
from analyzers.lib.pdffile import Page
from analyzers.model.observation import Severity
from analyzers.model.page import PagePicture
from analyzers.model.unit import Context
from tests.analyzers.attachments.observed import findings, needs, observe, survives
from tests.samples import pdfs

BLUE = b"0 0 1 rg 0 0 300 800 re f"


def drawn(data: bytes) -> list[PagePicture]:
    return [one for one in observe(UNIT, data) if isinstance(one, PagePicture)]


def test_a_page_is_drawn_with_its_areas() -> None:
    (page,) = drawn(pdfs.document(b"", pdfs.link(b"http://a.test/"), content=BLUE))
    assert (page.number, page.width, page.height, page.note) == (1, 800, 1067, "")
    pixels = zlib.decompress(base64.b64decode(page.pixels))
    assert len(pixels) == page.width * page.height
    palette = base64.b64decode(page.palette)
    left, right = (palette[3 * pixels[at] : 3 * pixels[at] + 3] for at in (100, 700))
    assert (left, right) == (b"\0\0\xff", b"\xff\xff\xff")
    (area,) = page.areas
    assert (area.x, area.y, area.width, area.height) == (167, 825, 333, 50)
    assert area.target == "http://a.test/"


@pytest.mark.parametrize(
    ("turned", "place"),
    [
        (0, (0, 0, 100, 50)),
        (90, (950, 0, 50, 100)),
        (180, (900, 950, 100, 50)),
        (270, (0, 900, 50, 100)),
    ],
)
def test_areas_turn_with_the_page(turned: int, place: tuple[int, ...]) -> None:
    page = Page(1, None, (0.0, 0.0, 1000.0, 1000.0), turned)
    assert placed((0.0, 950.0, 100.0, 1000.0), page) == place
    around = placed((-500.0, -500.0, 5000.0, 5000.0), replace(page, turned=0))
    assert around[:2] == (0, 0)
    assert max(around) <= 1000


def test_actions_are_told_in_words() -> None:
    note = b"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(a.exe)>>>>]"
    (page,) = drawn(pdfs.document(b"", note))
    assert [area.target for area in page.areas] == ["starts a.exe"]


def test_only_the_window_gets_pictures() -> None:
    assert observe(UNIT, pdfs.document(), context=Context(views=False)) == []


def test_what_is_not_drawn_says_why() -> None:
    started = time.process_time()
    (page,) = drawn(pdfs.fan())
    assert page.note.startswith("not drawn: more than")
    huge = drawn(pdfs.document(box=b"0 0 14400 14400", content=BLUE))[0]
    assert huge.width * huge.height <= 1_250_000
    assert time.process_time() - started < 4


def test_bounds_are_findings_and_locks_wait() -> None:
    seen = observe(UNIT, pdfs.pages(PAGES + 1))
    assert findings(seen)["limit.pdf.pictures"].severity is Severity.INFO
    assert [p.number for p in seen if isinstance(p, PagePicture)] == list(range(1, PAGES + 1))
    locked = pdfs.encrypted(pdfs.document(), "secret")
    assert [need.kind for need in needs(observe(UNIT, locked))] == ["password"]


def test_damage_never_escapes() -> None:
    whole = pdfs.document(b"", pdfs.link(b"http://a.test/"), content=BLUE)
    assert survives(UNIT, whole, "pdf", 60) > 15
