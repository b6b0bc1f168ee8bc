"""Cabinets: members in each method, under bounds, and what cannot be had."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from analyzers.attachments import archive_cab
from analyzers.attachments.archive_cab import UNIT
from analyzers.lib.cabinet import translated
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Limits, Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.corpus import members
from tests.samples.cabinets import MSZIP, QUANTUM, STORED, cabinet

FILES = {"a.txt": b"first", "folder\\b.bin": random.Random(1).randbytes(500) * 200}


@pytest.mark.parametrize("method", [STORED, MSZIP])
def test_members_are_listed_and_taken_out(method: int) -> None:
    seen = observe(UNIT, cabinet(FILES, method), "a.cab", "cab")
    assert children(seen) == FILES
    assert facts(seen)["Members"] == "2"
    assert findings(seen) == {}
    listed = [(o.name, o.size) for o in seen if isinstance(o, ArchiveMember)]
    assert listed == [(name, len(data)) for name, data in FILES.items()]


@pytest.mark.parametrize("name", ["test_lzx.cab", "test_zip.cab"])
def test_real_ones_are_whole(shared: Path, name: str) -> None:
    for _, data in members(shared, "pdf-archives-misc", name):
        seen = observe(UNIT, data, name, "cab")
        listed = {o.name: o.size for o in seen if isinstance(o, ArchiveMember)}
        assert listed
        assert {n: len(content) for n, content in children(seen).items()} == listed
        assert not [rule for rule in findings(seen) if "damaged" in rule]


def test_names_are_judged_as_everywhere() -> None:
    found = findings(observe(UNIT, cabinet({"invoice.pdf.exe": b"MZ"}), "a.cab", "cab"))
    assert found["archive.member.executable"].severity is Severity.HIGH


def test_a_method_that_is_not_read_is_named() -> None:
    found = findings(observe(UNIT, cabinet(FILES, QUANTUM), "a.cab", "cab"))
    assert found["archive.member.method"].incomplete
    assert found["archive.member.method"].evidence == "Quantum"


def test_one_of_several_says_so() -> None:
    seen = observe(UNIT, cabinet(FILES, flags=2), "a.cab", "cab")
    assert findings(seen)["archive.split"].incomplete
    assert children(seen) == FILES


def test_what_stands_behind_is_an_object_of_its_own() -> None:
    seen = observe(UNIT, cabinet(FILES) + b"tail", "a.cab", "cab")
    assert children(seen)["behind the archive"] == b"tail"
    assert "archive.appended" in findings(seen)


def test_a_damaged_block_is_said() -> None:
    data = bytearray(cabinet(FILES))
    data[-100] ^= 0xFF
    assert findings(observe(UNIT, bytes(data), "a.cab", "cab"))["archive.member.damaged"].incomplete


def test_bounds_are_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Context(limits=Limits(member_bytes=100))
    assert "limit.archive.member" in findings(observe(UNIT, cabinet(FILES), "a", "cab", small))
    little = Context(limits=Limits(child_bytes=50))
    assert "limit.archive.total" in findings(observe(UNIT, cabinet(FILES), "a", "cab", little))
    monkeypatch.setattr(archive_cab, "MEMBERS", 1)
    assert "limit.archive.members" in findings(observe(UNIT, cabinet(FILES), "a.cab", "cab"))


@pytest.mark.parametrize("data", [b"", b"MSCF", b"no cabinet" * 10, b"MSCF" + bytes(32)])
def test_what_is_none_is_unreadable_or_empty(data: bytes) -> None:
    if data == b"MSCF" + bytes(32):
        assert children(observe(UNIT, data, "a.cab", "cab")) == {}
        return
    with pytest.raises(Unreadable):
        observe(UNIT, data, "a.cab", "cab")


def test_calls_are_made_relative_again() -> None:
    code = bytes(100) + b"\xe8" + struct.pack("<i", 300) + bytes(100)
    assert translated(code, 1000)[101:105] == struct.pack("<i", 200)
    assert translated(code, 0) == code


def test_damage_never_crashes() -> None:
    survives(UNIT, cabinet(FILES), "cab", 150)
