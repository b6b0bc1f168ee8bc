"""Headers that claim the impossible are bounded, and cut files are opened as far as they go."""

from __future__ import annotations

import struct
import time

import pytest

from analyzers.lib.oleheader import bounded, completed
from analyzers.lib.outlook import OutlookFile
from analyzers.model.unit import Unreadable
from tests.samples.outlook import Property, outlook_file

DATA = outlook_file(
    Property(0x0037, "subject"), Property(0x1000, "text " * 2_000), Property(0x1013, b"<p>" * 9_000)
)


def changed(*numbers: tuple[int, int]) -> bytes:
    data = bytearray(DATA)
    for place, value in numbers:
        struct.pack_into("<I", data, place, value)
    return bytes(data)


def test_an_honest_header_is_left_alone() -> None:
    assert bounded(DATA) is DATA
    assert (bounded(b"short"), completed(b"short")) == (b"short", b"short")


@pytest.mark.parametrize("place", [0x2C, 0x40, 0x48])
def test_counts_that_no_file_can_have_cost_no_time(place: int) -> None:
    started = time.process_time()
    data = changed((place, 0xFFFFFFFF))
    assert struct.unpack_from("<I", bounded(data), place)[0] < 1_000
    try:
        assert OutlookFile(data).properties.text("0037") == "subject"
    except Unreadable:
        assert place != 0x40
    assert time.process_time() - started < 1.0  # seconds


def test_a_file_without_its_table_is_read_by_the_order_of_its_sectors() -> None:
    """The table lies last; the directory before it."""
    file = OutlookFile(DATA[:-512])
    assert file.properties.text("0037") == "subject"
    assert file.properties.binary("1013") == b"<p>" * 9_000
    assert any("breaks off" in damage for damage in file.damage)


def test_no_more_is_filled_in_than_a_file_may_lack() -> None:
    data = changed((0x30, 0x7FFFFFF0))
    assert completed(data) == data
    with pytest.raises(Unreadable):
        OutlookFile(data)


@pytest.mark.parametrize("name", ["__substg1.0_10130102", "Root Entry"])
def test_streams_that_claim_to_be_longer_than_the_file_are_cut(name: str) -> None:
    """Their chain runs in a circle, so that nothing else ends the reading."""
    data, place = bytearray(DATA), DATA.index(name.encode("utf-16-le"))
    start = struct.unpack_from("<I", data, place + 116)[0]
    table = struct.unpack_from("<I", data, 76)[0]
    struct.pack_into("<I", data, (table + 1) * 512 + 4 * start, start)
    struct.pack_into("<I", data, place + 120, 0xFFFFFFF0)
    started = time.process_time()
    file = OutlookFile(bytes(data))
    assert len(file.properties.binary("1013")) <= len(data)
    assert time.process_time() - started < 1.0  # seconds
