"""One page, one button."""

from __future__ import annotations

import pytest

from analyzers.attachments.pdf_lure import UNIT
from analyzers.model.observation import Finding, Severity
from tests.analyzers.attachments.observed import findings, needs, observe, survives
from tests.samples import codes, pdfs

URL = b"https://files.example.com/x"


def page(lines: list[str], area: bytes, more: bytes = b"") -> bytes:
    font, content = pdfs.text(lines)
    return pdfs.document(b"", font + pdfs.link(URL, area) + more, content=content)


def lure(data: bytes) -> Finding | None:
    return findings(observe(UNIT, data)).get("pdf.lure")


def test_a_page_that_is_a_button() -> None:
    found = lure(page(["View your document here"], b"50 300 550 700"))
    assert found is not None
    assert found.severity is Severity.MEDIUM
    assert found.evidence.splitlines() == [
        "1 page, 1 areas to click, leading to example.com, 20 characters",
        "the largest area to click is 42 % of the page",
        "it asks: View your document here",
        "20 characters of text",
    ]
    assert found.where == "page 1"


def test_a_picture_as_button() -> None:
    picture = codes.pdf(codes.image("x"))
    area = b"/Annots[<</Subtype/Link/Rect[0 0 600 800]/A<</S/URI/URI(%b)>>>>]/MediaBox" % URL
    found = lure(picture.replace(b"/MediaBox", area))
    assert found is not None
    assert "a picture is the button" in found.evidence or "largest area" in found.evidence


@pytest.mark.parametrize(
    "made",
    [
        page(["A line of an honest letter"] * 60, b"50 300 550 700"),  # much text
        page(["Minutes of the meeting of last week, as agreed with all of you there."],
             b"50 50 150 60"),  # a small link and no request
        pdfs.document(),
    ],
)  # fmt: skip
def test_honest_pages_are_none(made: bytes) -> None:
    assert lure(made) is None


def test_a_locked_file_waits() -> None:
    locked = pdfs.encrypted(page(["Click here"], b"0 0 600 800"), "secret")
    assert [need.kind for need in needs(observe(UNIT, locked))] == ["password"]


def test_damage_never_escapes() -> None:
    whole = page(["Click here"], b"0 0 600 800")
    assert survives(UNIT, whole, "pdf", 150) > 30
