"""Pictures and PDFs with codes become codes, links and findings."""

from __future__ import annotations

import pytest
from PIL import Image

from analyzers.attachments import codes as unit
from analyzers.lib import pdfpages
from analyzers.model.body import Code
from analyzers.model.content import Link
from analyzers.model.observation import Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import findings, observe, survives
from tests.samples import codes


def test_a_picture_with_a_code() -> None:
    seen = observe(unit.UNIT, codes.saved(codes.image()), "code.png", "png")
    assert [o.text for o in seen if isinstance(o, Code)] == [codes.URL]
    assert [(o.url, o.source) for o in seen if isinstance(o, Link)] == [(codes.URL, "qr")]
    assert findings(seen)["code.link"].severity is Severity.LOW


def test_a_page_with_a_code() -> None:
    seen = observe(unit.UNIT, codes.pdf(codes.image("WIFI:S:guest;;")), "a.pdf", "pdf")
    assert list(findings(seen)) == ["code.action"]


def test_a_text_in_a_code_is_only_said() -> None:
    seen = observe(unit.UNIT, codes.saved(codes.image("parcel 123")), "code.png", "png")
    assert findings(seen)["code.present"].severity is Severity.INFO


def test_a_picture_without_code_has_nothing() -> None:
    assert observe(unit.UNIT, codes.saved(Image.new("L", (200, 200), 255)), "a.png", "png") == []


def test_a_logo_is_too_small_for_a_message() -> None:
    assert observe(unit.UNIT, codes.saved(Image.new("L", (120, 40), 255)), "a.png", "png") == []


def test_the_bounds_are_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    large = observe(unit.UNIT, codes.saved(Image.new("1", (6_000, 6_000))), "a.png", "png")
    assert list(findings(large)) == ["limit.image.pixels"]
    monkeypatch.setattr(pdfpages, "PAGES", 0)
    page = observe(unit.UNIT, codes.pdf(codes.image()), "a.pdf", "pdf")
    assert list(findings(page)) == ["limit.pdf.pages"]


def test_a_locked_or_broken_pdf_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        observe(unit.UNIT, b"%PDF-1.7 nothing", "a.pdf", "pdf")


@pytest.mark.parametrize(("kind", "form"), [("png", "PNG"), ("gif", "GIF"), ("jpg", "JPEG"),
                                            ("bmp", "BMP"), ("webp", "WEBP")])  # fmt: skip
def test_damaged_pictures_never_crash(kind: str, form: str) -> None:
    survives(unit.UNIT, codes.saved(codes.image(), form), kind)


def test_damaged_pdfs_never_crash() -> None:
    assert survives(unit.UNIT, codes.pdf(codes.image()), "pdf") > 5
