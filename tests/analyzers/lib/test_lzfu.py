"""Compressed RTF comes out as it went in, or as far as it goes."""

from __future__ import annotations

import random

import pytest
from compressed_rtf import compress

from analyzers.lib.lzfu import unpack

CHANCE = random.Random(5)


@pytest.mark.parametrize("length", [0, 1, 200, 5_000, 20_000])
@pytest.mark.parametrize("packed", [True, False])
def test_what_another_writer_packed_comes_out_whole(length: int, packed: bool) -> None:
    rtf = b"{\\rtf1 " + bytes(CHANCE.choice(b"abc \\{}") for _ in range(length))
    assert unpack(compress(rtf, compressed=packed)) == rtf


def test_a_cut_stream_comes_out_as_far_as_it_goes() -> None:
    rtf = b"{\\rtf1 " + bytes(range(32, 127)) * 20
    half = compress(rtf)
    assert rtf.startswith(unpack(half[: len(half) // 2])[:-32])


@pytest.mark.parametrize("packed", [b"", b"LZFu", bytes(20), bytes(8) + b"what" + bytes(8)])
def test_what_is_not_compressed_rtf_yields_nothing(packed: bytes) -> None:
    assert unpack(packed) == b""
