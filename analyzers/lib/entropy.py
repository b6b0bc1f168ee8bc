"""Shannon entropy of bytes: how random, so how packed or encrypted, content looks."""

from __future__ import annotations

import math
from typing import Final

from analyzers.model.executable import EntropyProfile

IMPORTS: Final = ("PIL.Image",)  # of units that measure
BLOCKS = 256  # columns of the profile a screen can show
SMALLEST_BLOCK = 1024  # bytes; below this the estimate says more about length than content
WHOLE = 16 << 20  # bytes counted one by one, 10 ms of CPU; more is sampled
PIECES = 64
SAMPLE = 4 << 10  # bytes counted of a block: keeps 1 GiB artifacts within 50 ms of CPU
_WEIGHTS = [0.0, *(count * math.log2(count) for count in range(1, SAMPLE + 1))]


def entropy(data: bytes | memoryview) -> float:
    """Bits per byte, 0.0 (one value) to 8.0 (all values alike); 0.0 for nothing.

    Beyond 16 MiB it is estimated from 64 pieces spread evenly over the content.
    """
    if not len(data):
        return 0.0
    if len(data) > WHOLE:
        view, step = memoryview(data), len(data) // PIECES
        data = b"".join(view[n * step : n * step + WHOLE // PIECES] for n in range(PIECES))
    size = len(data)
    counts = filter(None, _counts(bytes(data)))
    weights = map(_WEIGHTS.__getitem__ if size <= SAMPLE else _weight, counts)
    return max(0.0, math.log2(size) - sum(weights) / size)


def _counts(data: bytes) -> list[int]:
    """How often each value stands in the bytes: the histogram of them as a grey picture, which
    costs a hundredth of counting each value."""
    from PIL import Image

    return Image.frombuffer("L", (len(data), 1), data, "raw", "L", 0, 1).histogram()


def _weight(count: int) -> float:
    return count * math.log2(count)


def profile(data: bytes) -> EntropyProfile:
    """The entropy of at most 256 equal blocks, each judged by its first 4 KiB."""
    block = max(SMALLEST_BLOCK, -(-len(data) // BLOCKS))
    view = memoryview(data)
    starts = range(0, len(data), block)
    values = (entropy(view[start : start + min(block, SAMPLE)]) for start in starts)
    return EntropyProfile(block, tuple(round(value, 3) for value in values))
