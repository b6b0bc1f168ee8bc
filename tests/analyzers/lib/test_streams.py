"""Compressed streams are unpacked step by step, and stop at every bound."""

from __future__ import annotations

import bz2
import gzip
import lzma
import time
from collections.abc import Callable

import pytest
from backports import zstd

from analyzers.lib.streams import KINDS, unpacked
from analyzers.lib.unpack import Allowance, Stop
from analyzers.model.unit import Limits

PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}
EACH = pytest.mark.parametrize("kind", sorted(PACK))


def allowance(packed: int) -> Allowance:
    return Allowance.of(Limits(), packed)


def test_every_kind_has_a_packer_here() -> None:
    assert set(PACK) == KINDS


@EACH
def test_what_was_packed_comes_out(kind: str) -> None:
    data = bytes(range(256)) * 2_000
    packed = PACK[kind](data)
    result = unpacked(kind, packed, allowance(len(packed)))
    assert (result.data, result.stop) == (data, Stop.NONE)


@EACH
def test_streams_behind_one_another_are_one_file(kind: str) -> None:
    packed = PACK[kind](b"one ") + PACK[kind](b"two") + b"\0" * 40
    assert unpacked(kind, packed, allowance(len(packed))).data == b"one two"


@EACH
def test_a_bomb_stops_at_the_ratio_in_little_time(kind: str) -> None:
    packed = PACK[kind](bytes(40 << 20))
    started = time.process_time()
    result = unpacked(kind, packed, allowance(len(packed)))
    assert result.stop in (Stop.RATIO, Stop.TOTAL, Stop.MEMBER)
    assert len(result.data) <= 64 << 20
    assert time.process_time() - started < 2.0


@EACH
def test_a_cut_stream_gives_what_it_has(kind: str) -> None:
    data = b"".join(b"%d" % (n * n) for n in range(400_000))
    packed = PACK[kind](data)
    result = unpacked(kind, packed[: len(packed) - len(packed) // 4], allowance(len(packed)))
    assert result.stop is Stop.DAMAGED
    assert data.startswith(result.data)


@EACH
def test_damage_is_told_and_never_raised(kind: str) -> None:
    packed = bytearray(PACK[kind](bytes(range(256)) * 500))
    for place in range(4, len(packed), 7):
        changed = bytes(packed[:place]) + bytes([packed[place] ^ 0xFF]) + bytes(packed[place + 1 :])
        unpacked(kind, changed, allowance(len(changed)))


def test_an_xz_stream_that_wants_much_memory_is_refused() -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}]
    packed = lzma.LZMACompressor(filters=[{**filters[0], "dict_size": 1 << 20}])
    data = bytearray(packed.compress(b"x" * 100) + packed.flush())
    # Byte 15 of the block header is the dictionary's size (xz file format, 5.3.1): 37 is 1 GiB.
    at = data.index(b"\x21\x01") + 2
    data[at] = 37
    assert unpacked("xz", bytes(data), allowance(len(data))).stop is Stop.DAMAGED
