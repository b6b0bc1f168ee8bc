"""Unpacking under bounds."""

from __future__ import annotations

import zipfile

import pytest

from analyzers.lib.unpack import Allowance, Stop, opened, renamed, unpack
from analyzers.model.unit import Limits, Unreadable
from tests.samples.zips import aes_archive, long_deflated, lying, zeros
from tests.samples.zips import renamed as two_names
from workbench.simulation.samples.archive import Entry, zip_archive


def first(data: bytes) -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
    archive = opened(data)
    return archive, archive.infolist()[0]


def room(**limits: int) -> Allowance:
    return Allowance.of(Limits(**limits), 1 << 20)


def test_a_member_comes_out_whole() -> None:
    archive, member = first(zip_archive([Entry("a", b"content " * 99)]))
    with archive:
        assert unpack(archive, member, room()).data == b"content " * 99


def test_a_declared_size_is_not_believed() -> None:
    archive, member = first(lying(zip_archive([Entry("a", b"content " * 99)]), 3))
    with archive:
        assert unpack(archive, member, room()).data == b"content " * 99


def test_the_ratio_the_member_and_the_total_are_bounded() -> None:
    archive, member = first(zeros(8))
    with archive:
        assert unpack(archive, member, room()).stop is Stop.RATIO
        assert unpack(archive, member, room(member_bytes=9)).stop is Stop.MEMBER
        assert unpack(archive, member, room(child_bytes=9)).stop is Stop.TOTAL


def test_what_came_out_is_taken_off_the_allowance() -> None:
    archive, member = first(zip_archive([Entry("a", b"x" * 100)]))
    allowance = room(child_bytes=150)
    with archive:
        assert unpack(archive, member, allowance).stop is Stop.NONE
        assert unpack(archive, member, allowance).stop is Stop.TOTAL


@pytest.mark.parametrize("password", [None, b"wrong"])
def test_a_locked_member_says_so(password: bytes | None) -> None:
    archive, member = first(aes_archive("a", b"content", b"right"))
    with archive:
        assert unpack(archive, member, room(), password).stop is Stop.LOCKED


def test_the_name_in_the_header_is_read() -> None:
    archive, member = first(two_names(b"a.txt", b"a.exe"))
    with archive:
        assert renamed(archive, member) == "a.exe"


def test_no_archive_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="directory"):
        opened(b"no archive")


def test_deflate64_is_unpacked_in_bounds() -> None:
    made = long_deflated("a.bin", b"content " * 20_000)
    archive, member = first(made)
    with archive:
        assert unpack(archive, member, room()).data == b"content " * 20_000
        assert unpack(archive, member, room(member_bytes=1000)).stop is Stop.MEMBER
    archive, member = first(_flipped(made))
    with archive:
        assert unpack(archive, member, room()).stop is Stop.DAMAGED


def _flipped(made: bytes) -> bytes:
    return made[:60] + bytes((made[60] ^ 0xFF,)) + made[61:]


def test_a_header_before_the_archive_is_damage() -> None:
    archive, member = first(aes_archive("a", b"content", b"4711"))
    member.header_offset = -5
    with archive:
        assert unpack(archive, member, room(), b"4711").stop is Stop.DAMAGED
