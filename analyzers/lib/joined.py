"""Puts pictures side by side and one above the other, and reads codes that none shows alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, permutations
from typing import Final

from PIL import Image

from analyzers.lib import barcodes, raster
from analyzers.model.body import Code
from analyzers.model.unit import Unreadable

PIXELS: Final = 2_000_000  # of one half
_NEAR: Final = 0.04  # share by which two sides that meet may differ
_PLAIN: Final = 0.7  # share of pixels that are nearly black or nearly white in a drawn code
_ENDS: Final = 60  # of 255: how near
_MIDDLE: Final = 128  # of 255
_TURNS: Final = 6  # of 21 modules and more along the cut of a code about ten differ
_LONGEST: Final = 6.0  # times a half may be longer than wide

Named = tuple[str, Image.Image]


def read(pictures: list[tuple[str, bytes]]) -> list[Code]:
    """The code that two of the pictures show together, where none shows one by itself."""
    halves = [(name, image) for name, data in pictures if (image := _half(data)) is not None]
    if len(halves) < 2:
        return []
    if any(barcodes.read(raster.pixels(image)) for _, image in halves):
        return []
    for name, joined, how in _pairs(halves):
        found = barcodes.read(raster.pixels(joined), "two pictures", name, how)
        if found:
            return found
    return []


def _half(data: bytes) -> Image.Image | None:
    """The picture in grey, None where it cannot be part of a code."""
    try:
        image = next(raster.frames(data, PIXELS), None)
    except (Unreadable, raster.TooLarge):
        return None
    if image is None or min(image.size) < raster.LEAST:
        return None
    if max(image.size) > _LONGEST * min(image.size):
        return None
    ground = Image.new("L", image.size, 255)
    ground.paste(image.convert("L"), mask=image.getchannel("A") if image.mode == "LA" else None)
    counts = ground.histogram()
    ends = sum(counts[:_ENDS]) + sum(counts[-_ENDS:])
    return ground if ends >= _PLAIN * sum(counts) else None


def _pairs(halves: list[Named]) -> Iterator[tuple[str, Image.Image, str]]:
    for (one, left), (other, right) in permutations(halves, 2):
        name = f"{one} + {other}"
        if _alike(left.height, right.height) and _cut(left, -1, 0) and _cut(right, 0, 0):
            yield name, _beside(left, right), "side by side"
        if _alike(left.width, right.width) and _cut(left, -1, 1) and _cut(right, 0, 1):
            yield name, _below(left, right), "one above the other"


def _cut(image: Image.Image, edge: int, axis: int) -> bool:
    """Whether a code seems to be cut at an edge: dark and light take turns along it."""
    width, height = image.size
    if axis == 0:
        strip = image.crop((edge % width, 0, edge % width + 1, height))
    else:
        strip = image.crop((0, edge % height, width, edge % height + 1))
    dark = [value < _MIDDLE for value in strip.tobytes()]
    return sum(one != other for one, other in pairwise(dark)) >= _TURNS


def _alike(one: int, other: int) -> bool:
    return abs(one - other) <= max(2, _NEAR * max(one, other))


def _beside(left: Image.Image, right: Image.Image) -> Image.Image:
    whole = Image.new("L", (left.width + right.width, max(left.height, right.height)), 255)
    whole.paste(left, (0, 0))
    whole.paste(right, (left.width, 0))
    return whole


def _below(upper: Image.Image, lower: Image.Image) -> Image.Image:
    whole = Image.new("L", (max(upper.width, lower.width), upper.height + lower.height), 255)
    whole.paste(upper, (0, 0))
    whole.paste(lower, (0, upper.height))
    return whole
