"""Pages that are pictures of text are read, or it is said that nobody read them."""

from __future__ import annotations

import importlib.util

import pytest
from PIL import Image, ImageDraw, ImageFont

from analyzers.attachments import pdf_picture_text
from analyzers.attachments.pdf_picture_text import UNIT
from analyzers.model.observation import Severity
from analyzers.model.page import PageText
from tests.analyzers.attachments.observed import findings, needs, observe, survives
from tests.samples import codes, pdfs

INSTALLED = importlib.util.find_spec("rapidocr") is not None


def scanned(text: str = "Your password expires") -> bytes:
    picture = Image.new("L", (500, 500), 255)
    ImageDraw.Draw(picture).text((20, 30), text, 0, ImageFont.load_default(36))
    return codes.pdf(picture)


@pytest.mark.skipif(INSTALLED, reason="text in pictures can be read here")
def test_without_the_library_it_was_not_checked() -> None:
    (need,) = needs(observe(UNIT, scanned()))
    assert need.kind == "picture-text"
    assert need.why == "text in the pictures of 1 page: not checked, no OCR installed"


@pytest.mark.skipif(not INSTALLED, reason="needs the extra ocr")
def test_a_scanned_page_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    (text,) = [one for one in observe(UNIT, scanned()) if isinstance(one, PageText)]
    assert "password expires" in text.text
    monkeypatch.setattr(pdf_picture_text, "READ", 0)
    assert findings(observe(UNIT, scanned()))["limit.pdf.picture-text"].severity is Severity.LOW


def test_pages_with_text_are_none_of_its_business() -> None:
    font, content = pdfs.text(["Minutes of the meeting of last week, as agreed with all"])
    assert observe(UNIT, pdfs.document(b"", font, content=content)) == []
    assert observe(UNIT, pdfs.fan()) == []


def test_a_locked_file_waits() -> None:
    locked = pdfs.encrypted(pdfs.document(), "secret")
    assert [need.kind for need in needs(observe(UNIT, locked))] == ["password"]


def test_damage_never_escapes() -> None:
    assert survives(UNIT, scanned(""), "pdf", 20) > 2
