"""Entropy of bytes and of their blocks."""

from __future__ import annotations

import random

import pytest

from analyzers.lib.entropy import BLOCKS, WHOLE, entropy, profile


@pytest.mark.parametrize(
    ("data", "bits"), [(b"", 0.0), (b"aaaa", 0.0), (b"abab", 1.0), (bytes(range(256)), 8.0)]
)
def test_entropy_is_in_bits_per_byte(data: bytes, bits: float) -> None:
    assert entropy(data) == bits


def test_large_content_is_sampled_evenly() -> None:
    noise = random.Random(5).randbytes(WHOLE)
    assert 6.0 < entropy(bytes(WHOLE) + noise * 3) < 8.0


def test_a_profile_has_a_bounded_number_of_blocks() -> None:
    for size in (0, 1, 256, 70_000, 1_000_001):
        made = profile(bytes(size))
        assert len(made.values) == -(-size // made.block) <= BLOCKS
