"""How much of a file is filler."""

from __future__ import annotations

import random
import time

import pytest

from analyzers.lib.filler import measure

NOISE = random.Random(9).randbytes(1 << 20)
PROSE = b" ".join(random.Random(8).choices([b"mail", b"letter", b"the", b"of", b"sent"], k=400_000))


@pytest.mark.parametrize("unit", [b"\0", b"\x90", b"AB", b"0123456789abcdef"])
def test_a_repeated_block_is_filler(unit: bytes) -> None:
    filler = measure(NOISE + unit * (4 * len(NOISE) // len(unit)) + NOISE)
    assert 0.6 < filler.share < 0.7
    assert len(filler.unit) == len(unit)
    assert filler.ratio > 2


@pytest.mark.parametrize("data", [NOISE, PROSE, b"", b"abc", bytes(range(256)) * 4_000])
def test_content_is_no_filler(data: bytes) -> None:
    assert measure(data).share == 0


def test_a_large_file_costs_little() -> None:
    data = bytes(200 << 20)
    started = time.process_time()
    assert measure(data).share == 1
    assert time.process_time() - started < 0.2
