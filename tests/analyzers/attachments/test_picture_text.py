"""Text in pictures is read, or it is said that nobody read it."""

from __future__ import annotations

import importlib.util

import pytest
from PIL import Image, ImageDraw, ImageFont

from analyzers.attachments.picture_text import UNIT
from analyzers.model.content import Link
from analyzers.model.observation import Need
from analyzers.model.page import PageText
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import observe
from tests.samples import codes

INSTALLED = importlib.util.find_spec("rapidocr") is not None


def written(*lines: str) -> bytes:
    picture = Image.new("RGB", (700, 60 + 60 * len(lines)), "white")
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        pen.text((20, 30 + 60 * number), line, "black", ImageFont.load_default(30))
    return codes.saved(picture)


@pytest.mark.skipif(INSTALLED, reason="text in pictures can be read here")
def test_without_the_library_it_was_not_checked() -> None:
    (said,) = observe(UNIT, written("Your password expires"), "a.png", "png")
    assert isinstance(said, Need)
    assert (said.kind, said.why) == (
        "picture-text",
        "text in the picture: not checked, no OCR installed",
    )


@pytest.mark.skipif(not INSTALLED, reason="needs the extra ocr")
def test_text_and_addresses_are_read() -> None:
    found = observe(UNIT, written("Your password expires", "http://203.0.113.9/login"), "a", "png")
    (text,) = [one for one in found if isinstance(one, PageText)]
    assert "password expires" in text.text
    assert [one.host for one in found if isinstance(one, Link)] == ["203.0.113.9"]


def test_a_logo_is_too_small_for_a_message() -> None:
    assert observe(UNIT, codes.saved(Image.new("L", (120, 40), 255)), "a.png", "png") == []


def test_a_huge_picture_is_for_those_who_measure_it() -> None:
    claimed = bytearray(codes.saved(Image.new("L", (90, 90)), "BMP"))
    claimed[18:26] = (60_000).to_bytes(4, "little") * 2
    found = observe(UNIT, bytes(claimed), "a.bmp", "bmp")
    assert all(isinstance(one, Need) for one in found)


def test_what_is_no_picture_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, b"\x89PNG\r\n\x1a\n nothing", "a.png", "png")
