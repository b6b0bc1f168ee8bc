"""The unit for Windows executables, on images built byte by byte whose code is one return."""

from __future__ import annotations

import random
import struct

import pytest

from analyzers.attachments.pe import UNIT
from analyzers.model.executable import Section as Shown
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.executables import image_of, patched, with_directory
from workbench.simulation.samples.pe import CODE, Program, Section, portable_executable

NOISE = random.Random(7).randbytes(4096)
WRITABLE_CODE = CODE | 0x8000_0000


def seen(program: Program) -> list[Observation]:
    return observe(UNIT, portable_executable(program), "sample.exe", "pe")


def rules(program: Program) -> set[str]:
    return set(findings(seen(program)))


def test_any_executable_is_worth_a_finding() -> None:
    found = findings(seen(Program()))
    assert set(found) == {"pe.attached"}
    assert found["pe.attached"].severity is Severity.HIGH


def test_headers_and_sections_are_shown() -> None:
    found = seen(Program(wide=True, console=True, version={"CompanyName": "Example"}))
    shown = facts(found)
    assert shown["Kind"] == "Windows program for AMD64"
    assert shown["Subsystem"] == "WINDOWS_CUI"
    assert shown["Protections"] == "DEP, no ASLR, no CFG"
    assert shown["Needs Windows"] == "6.0"
    assert shown["Checksum"] == "not set"
    assert shown["Entry point"] == "0x1000 in .text"
    assert [one.name for one in found if isinstance(one, Shown)] == [".text", ".rdata", ".rsrc"]


def test_bytes_behind_the_last_section_become_a_child() -> None:
    observations = seen(Program(overlay=b"PK\3\4 hidden for now"))
    assert children(observations)["overlay"] == b"PK\3\4 hidden for now"
    assert facts(observations)["Overlay"].startswith("19 bytes at 0x600")


def test_padding_behind_the_last_section_is_none() -> None:
    assert "overlay" not in children(seen(Program(overlay=bytes(500))))


def test_bytes_around_a_signature_become_children_and_the_signature_does_not() -> None:
    data = portable_executable(Program())
    signed = with_directory(data, 4, len(data), 64) + b"s" * 64 + b"behind the signature"
    assert children(observe(UNIT, signed, "a.exe", "pe"))["overlay"] == b"behind the signature"


def test_code_that_can_be_rewritten_is_found() -> None:
    program = Program(sections=(Section(".mix", b"\xc3" * 64, WRITABLE_CODE),))
    assert "pe.section.writable-code" in rules(program)


def test_packed_code_is_found() -> None:
    packed = rules(Program(sections=(Section("UPX1", NOISE, CODE),)))
    assert {"pe.section.packed", "pe.section.packer"} <= packed


def changed_section(data: bytes, number: int, field: int, value: int) -> bytes:
    at = image_of(data).table + 40 * number + field
    return data[:at] + struct.pack("<I", value) + data[at + 4 :]


def test_code_that_is_not_in_the_file_is_found() -> None:
    data = portable_executable(Program(sections=(Section("UPX0", b"\0", CODE),)))
    data = changed_section(changed_section(data, 2, 16, 0), 2, 8, 0x8000)
    found = findings(observe(UNIT, data, "a.exe", "pe"))
    assert found["pe.section.unfolds"].where == "UPX0"


def test_a_section_beyond_the_end_is_incomplete() -> None:
    data = portable_executable(Program())
    found = findings(observe(UNIT, data[:-64], "a.exe", "pe"))
    assert found["pe.section.cut"].incomplete


def test_sections_that_are_counted_and_not_there_are_said() -> None:
    data = bytearray(portable_executable(Program()))
    at = struct.unpack_from("<I", data, 0x3C)[0] + 6
    data[at : at + 2] = b"\xff\xff"
    found = findings(observe(UNIT, bytes(data), "a.exe", "pe"))
    assert found["pe.section.unread"].incomplete


def test_an_entry_point_outside_every_section_is_found() -> None:
    data = patched(portable_executable(), 16, 0x00F0_0000)
    assert "pe.entry.outside" in findings(observe(UNIT, data, "a.exe", "pe"))


@pytest.mark.parametrize(
    ("flags", "rule"), [(WRITABLE_CODE, "pe.entry.writable"), (CODE, "pe.entry.last")]
)
def test_an_odd_place_of_the_entry_point_is_found(flags: int, rule: str) -> None:
    program = Program(sections=(Section(".mix", b"\xc3" * 64, flags),))
    mixed = next(s for s in seen(program) if isinstance(s, Shown) and s.name == ".mix")
    data = patched(portable_executable(program), 16, mixed.virtual_address)
    assert rule in findings(observe(UNIT, data, "a.exe", "pe"))


def test_addresses_in_strings_are_shown_defanged() -> None:
    program = Program(sections=(Section(".data", b"x http://cdn.test/a.bin\0"),))
    assert facts(seen(program))["Address in strings"] == "hxxp://cdn[.]test/a.bin"


@pytest.mark.parametrize("data", [b"", b"MZ", b"MZ" + bytes(200)])
def test_a_broken_executable_is_unreadable_not_a_crash(data: bytes) -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, data, "a.exe", "pe")


def test_an_old_program_is_named() -> None:
    data = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"NE" + bytes(200)
    with pytest.raises(Unreadable, match="16-bit Windows program"):
        observe(UNIT, data, "a.exe", "pe")


@pytest.mark.parametrize("wide", [False, True])
def test_damaged_executables_never_crash_the_unit(wide: bool) -> None:
    names = ("VirtualAllocEx", "WriteProcessMemory", "CreateRemoteThread")
    program = Program(wide=wide, imports={"K.dll": names}, version={"A": "b"}, overlay=NOISE)
    assert survives(UNIT, portable_executable(program), "pe", 150)
