"""Hashes by which pictures that look alike are found again, whatever their bytes; needs Pillow."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import Final

from PIL import Image

_SIDE: Final = 8  # of the grid of bits: 64 bits, as other tools write them
_COARSE: Final = 32  # px: the picture a perceptual hash is taken of


def difference(picture: Image.Image) -> str:
    """dHash: whether each of 8 × 8 cells is brighter than the one to its right, in hexadecimal."""
    grey = _small(picture, (_SIDE + 1, _SIDE))
    bits = 0
    for row in range(_SIDE):
        line = grey[row * (_SIDE + 1) : (row + 1) * (_SIDE + 1)]
        for left, right in pairwise(line):
            bits = bits << 1 | (left > right)
    return f"{bits:016x}"


def perceptual(picture: Image.Image) -> str:
    """pHash: the sign of the lowest 8 × 8 frequencies against their median, in hexadecimal."""
    grey, cosines = _small(picture, (_COARSE, _COARSE)), _cosines()
    rows = [
        [sum(map(float.__mul__, line, wave)) for wave in cosines]
        for line in (
            [float(value) for value in grey[start : start + _COARSE]]
            for start in range(0, _COARSE * _COARSE, _COARSE)
        )
    ]
    found = [
        sum(rows[y][across] * wave[y] for y in range(_COARSE))
        for wave in cosines
        for across in range(_SIDE)
    ]
    ordered = sorted(found)
    middle = (ordered[31] + ordered[32]) / 2
    bits = 0
    for value in found:
        bits = bits << 1 | (value > middle)
    return f"{bits:016x}"


def distance(one: str, other: str) -> int:
    """How many of the 64 bits differ; up to about 10 the pictures look alike."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _small(picture: Image.Image, size: tuple[int, int]) -> bytes:
    return picture.convert("L").resize(size, Image.Resampling.LANCZOS).tobytes()


@lru_cache(maxsize=1)
def _cosines() -> tuple[tuple[float, ...], ...]:
    """The first eight waves of the discrete cosine transform over 32 points."""
    return tuple(
        tuple(math.cos(math.pi * wave * (2 * at + 1) / (2 * _COARSE)) for at in range(_COARSE))
        for wave in range(_SIDE)
    )
