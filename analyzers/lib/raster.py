"""Opens pictures within bounds and makes them grey; loads Pillow, so import it lazily."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Final

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    IcoImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from analyzers.lib.barcodes import Pixels
from analyzers.model.unit import Unreadable

PIXELS: Final = 25_000_000  # of one picture: 100 MB as RGBA; telephones take 12 to 50 million
SCANNED: Final = 8_000_000  # pixels looked at; larger ones are made smaller first
FRAMES: Final = 3  # of an animation
SMALL: Final = 500  # px: both sides of a picture that is looked at enlarged too
LEAST: Final = 15  # px: no code is smaller (Data Matrix has 10 modules, QR 21)
# Loaded here: a box finds no module on disk.
_PLUGINS: Final = (
    BmpImagePlugin.BmpImageFile, GifImagePlugin.GifImageFile, IcoImagePlugin.IcoImageFile,
    JpegImagePlugin.JpegImageFile, PngImagePlugin.PngImageFile, TiffImagePlugin.TiffImageFile,
    WebPImagePlugin.WebPImageFile,
)  # fmt: skip
FORMATS: Final = tuple(str(plugin.format) for plugin in _PLUGINS)
_TROUBLE: Final = (OSError, SyntaxError, ValueError, IndexError, KeyError, TypeError, EOFError)


class TooLarge(Exception):
    """The picture has more pixels than are read; the text says how many."""


def frames(data: bytes, most: int = PIXELS) -> Iterator[Image.Image]:
    """The first frames of a picture; raises Unreadable, or TooLarge before any pixel is read."""
    image = opened(data)
    width, height = image.size
    if width * height > most:
        raise TooLarge(f"{width} × {height} pixels")
    if image.format == "JPEG" and width * height > SCANNED:
        image.draft("L", (width // 2, height // 2))
    for number in range(FRAMES):  # counting them all would read an animation to its end
        try:
            image.seek(number)
            yield _upright(image)
        except (Image.DecompressionBombError, *_TROUBLE) as problem:
            if number == 0:
                raise Unreadable("The picture is damaged") from problem
            return


def opened(data: bytes) -> Image.Image:
    """The picture with its header read and no pixel; raises as ``frames`` does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about size: judged by the caller, and broken metadata
        try:
            return Image.open(io.BytesIO(data), formats=FORMATS)
        except Image.DecompressionBombError as problem:
            raise TooLarge(str(problem)[:100]) from problem
        except _TROUBLE as problem:
            raise Unreadable("The picture cannot be opened") from problem


def _upright(image: Image.Image) -> Image.Image:
    """A copy in grey, or in grey with its transparency."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        clear = "A" in image.getbands() or "transparency" in image.info
        return image.convert("RGBA").convert("LA") if clear else image.convert("L")


def versions(image: Image.Image) -> Iterator[tuple[Pixels, int, int, str]]:
    """Ways to look at a picture, the likeliest first: pixels, scale, offset, note.

    A point of the picture is (point of the pixels - offset) / scale.
    """
    for ground, note in _grounds(image):
        factor = 1
        while ground.width * ground.height > SCANNED * factor * factor:
            factor += 1
        grey = ground.reduce(factor) if factor > 1 else ground
        yield pixels(grey), 1, 0, note
        low, high = _extrema(grey)
        if high - low < 8:  # of 255: one colour all over
            continue
        stretched = ImageOps.autocontrast(grey, cutoff=1) if high - low < 128 else grey
        if stretched is not grey:
            yield pixels(stretched), 1, 0, f"{note} contrast raised".strip()
        if max(grey.size) <= SMALL:
            yield _enlarged(stretched), 3, 24, f"{note} enlarged".strip()


def _grounds(image: Image.Image) -> Iterator[tuple[Image.Image, str]]:
    """What shows through transparency: white in most mail programs, black in dark ones."""
    if image.mode != "LA":
        yield image, ""
        return
    alpha = image.getchannel("A")
    for colour, note in ((255, ""), (0, "on black")):
        ground = Image.new("L", image.size, colour)
        ground.paste(image.getchannel("L"), mask=alpha)
        yield ground, note


def _enlarged(image: Image.Image) -> Pixels:
    larger = image.resize((image.width * 3, image.height * 3), Image.Resampling.BICUBIC)
    return pixels(ImageOps.expand(larger, 24, 255))


def _extrema(image: Image.Image) -> tuple[int, int]:
    low, high = image.getextrema()
    return int(low), int(high)  # type: ignore[arg-type]  # numbers, as the picture has one band


def pixels(image: Image.Image) -> Pixels:
    return Pixels(image.tobytes(), image.width, image.height)
