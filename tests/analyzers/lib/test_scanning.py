"""Codes in pictures, however they are turned, coloured or sized."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageFilter, ImageOps

from analyzers.lib import raster, scanning
from analyzers.model.unit import Unreadable
from tests.samples import codes

WHOLE = codes.image()


def texts(data: bytes) -> list[str]:
    return [code.text for code in scanning.in_picture(data, "x")]


def clear(dark: int) -> Image.Image:
    """The code in one grey on nothing."""
    made = Image.new("LA", WHOLE.size, (dark, 0))
    made.putalpha(ImageOps.invert(WHOLE))
    return made


def photographed() -> Image.Image:
    turned = WHOLE.convert("RGB").rotate(17, expand=True, fillcolor=(250, 240, 230))
    page = Image.new("RGB", (900, 700), (250, 240, 230))
    page.paste(turned, (500, 300))
    return page.filter(ImageFilter.GaussianBlur(1.2))


@pytest.mark.parametrize(
    "picture",
    [
        WHOLE,
        ImageOps.invert(WHOLE),
        WHOLE.rotate(90),
        WHOLE.rotate(33, expand=True, fillcolor=255),
        ImageOps.mirror(WHOLE),
        WHOLE.point(lambda value: 200 if value < 128 else 214),
        codes.image(scale=1, border=0),
        codes.image(scale=2, border=1),
        codes.image(border=0),
        clear(0),
        clear(255),
        WHOLE.convert("P"),
        WHOLE.convert("1"),
        photographed(),
    ],
    ids=[
        "plain", "inverted", "turned", "askew", "mirrored", "faint", "tiny", "small", "no margin",
        "dark on nothing", "light on nothing", "palette", "two colours", "photographed",
    ],
)  # fmt: skip
def test_a_code_is_read(picture: Image.Image) -> None:
    assert texts(codes.saved(picture)) == [codes.URL]


def test_the_region_is_in_pixels_of_the_picture() -> None:
    page = Image.new("L", (800, 600), 255)
    page.paste(WHOLE, (400, 100))
    [code] = scanning.in_picture(codes.saved(page), "page.png")
    assert (code.x, code.y) == (416, 116)
    assert code.picture == "page.png"
    [tiny] = scanning.in_picture(codes.saved(codes.image(scale=1, border=4)), "t")
    assert (tiny.x, tiny.y, tiny.width) == (4, 4, 29)


def test_a_later_frame_of_an_animation_is_seen() -> None:
    file = io.BytesIO()
    blank = Image.new("L", WHOLE.size, 255)
    blank.save(file, "GIF", save_all=True, append_images=[WHOLE], duration=500)
    [code] = scanning.in_picture(file.getvalue(), "x.gif")
    assert (code.text, code.note) == (codes.URL, "frame 2")


def test_two_codes_in_one_picture() -> None:
    page = Image.new("L", (2 * WHOLE.width, WHOLE.height), 255)
    page.paste(WHOLE, (0, 0))
    page.paste(codes.image("WIFI:S:x;;"), (WHOLE.width, 0))
    assert sorted(texts(codes.saved(page))) == ["WIFI:S:x;;", codes.URL]


def test_pictures_without_code_have_none() -> None:
    noise = Image.effect_noise((400, 400), 90)
    assert texts(codes.saved(noise)) == []
    assert texts(codes.saved(Image.new("L", (5, 500)))) == []


def test_too_many_pixels_are_refused_before_they_are_read() -> None:
    with pytest.raises(raster.TooLarge, match="6000 × 6000"):
        texts(codes.saved(Image.new("1", (6_000, 6_000))))


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", codes.saved(WHOLE)[:60], b"GIF89a123"])
def test_broken_pictures_are_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        texts(data)
