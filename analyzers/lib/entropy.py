"""Shannon entropy of bytes: how random, so how packed or encrypted, content looks."""

from __future__ import annotations

import math
from collections import Counter

from analyzers.model.executable import EntropyProfile

BLOCKS = 256  # columns of the profile a screen can show
SMALLEST_BLOCK = 1024  # bytes; below this the estimate says more about length than content
WHOLE = 4 << 20  # bytes counted one by one, 0.1 s of CPU; more is sampled
PIECES = 64
SAMPLE = 4 << 10  # bytes counted of a block: keeps 1 GiB artifacts within 50 ms of CPU


def entropy(data: bytes | memoryview) -> float:
    """Bits per byte, 0.0 (one value) to 8.0 (all values alike); 0.0 for nothing.

    Beyond 4 MiB it is estimated from 64 pieces spread evenly over the content.
    """
    if not len(data):
        return 0.0
    if len(data) > WHOLE:
        view, step = memoryview(data), len(data) // PIECES
        data = b"".join(view[n * step : n * step + WHOLE // PIECES] for n in range(PIECES))
    size = len(data)
    shares = (count / size for count in Counter(data).values())
    return max(0.0, -sum(share * math.log2(share) for share in shares))


def profile(data: bytes) -> EntropyProfile:
    """The entropy of at most 256 equal blocks, each judged by its first 4 KiB."""
    block = max(SMALLEST_BLOCK, -(-len(data) // BLOCKS))
    view = memoryview(data)
    starts = range(0, len(data), block)
    values = (entropy(view[start : start + min(block, SAMPLE)]) for start in starts)
    return EntropyProfile(block, tuple(round(value, 3) for value in values))
