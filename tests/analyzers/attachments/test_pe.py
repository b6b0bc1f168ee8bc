"""The PE unit, on executables built byte by byte whose code is one return instruction."""

from __future__ import annotations

import random
import struct

import pytest

from analyzers.attachments.pe import UNIT
from analyzers.lib.capability import CAPABILITIES
from analyzers.model.executable import ImportedLibrary
from analyzers.model.executable import Section as Shown
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from workbench.simulation.samples.pe import CODE, Program, Section, portable_executable

NOISE = random.Random(7).randbytes(4096)
OPTIONAL = 0x40 + 64 + 24  # rough place of the optional header; found exactly by ``patched``


def seen(program: Program) -> list[Observation]:
    return observe(UNIT, portable_executable(program), "sample.exe", "pe")


def rules(program: Program) -> set[str]:
    return set(findings(seen(program)))


def patched(data: bytes, offset: int, value: int) -> bytes:
    """The image with 32 bits changed at ``offset`` of its optional header."""
    at = struct.unpack_from("<I", data, 0x3C)[0] + 24 + offset
    return data[:at] + struct.pack("<I", value) + data[at + 4 :]


def test_any_executable_is_worth_a_finding() -> None:
    found = findings(seen(Program()))
    assert set(found) == {"pe.attached"}
    assert found["pe.attached"].severity is Severity.HIGH


def test_headers_sections_and_imports_are_shown() -> None:
    found = seen(Program(wide=True, console=True, version={"CompanyName": "Example"}))
    shown = facts(found)
    assert shown["Kind"] == "Windows program for AMD64"
    assert shown["Compile time"].startswith("2026-01-01")
    assert shown["Version: CompanyName"] == "Example"
    assert shown["Signature"] == "none"
    assert len(shown["Import hash"]) == 32
    assert [one.name for one in found if isinstance(one, Shown)] == [".text", ".rdata", ".rsrc"]
    assert ImportedLibrary("KERNEL32.dll", ("ExitProcess",)) in found


def test_bytes_behind_the_last_section_become_a_child() -> None:
    assert children(seen(Program(overlay=b"PK\3\4 hidden")))["overlay"] == b"PK\3\4 hidden"


def test_code_that_can_be_rewritten_is_found() -> None:
    program = Program(sections=(Section(".mix", b"\xc3" * 64, CODE | 0x8000_0000),))
    assert "pe.section.writable-code" in rules(program)


def test_packed_code_is_found() -> None:
    packed = rules(Program(sections=(Section("UPX1", NOISE, CODE),)))
    assert {"pe.section.packed", "pe.section.packer", "pe.imports.few"} <= packed


def test_an_entry_point_outside_every_section_is_found() -> None:
    data = patched(portable_executable(), 16, 0x00F0_0000)
    assert "pe.entry.outside" in findings(observe(UNIT, data, "a.exe", "pe"))


def test_an_entry_point_in_writable_code_is_found() -> None:
    program = Program(sections=(Section(".mix", b"\xc3" * 64, CODE | 0x8000_0000),))
    mixed = next(s for s in seen(program) if isinstance(s, Shown) and s.name == ".mix")
    data = patched(portable_executable(program), 16, mixed.virtual_address)
    assert "pe.entry.writable" in findings(observe(UNIT, data, "a.exe", "pe"))


def test_code_before_the_entry_point_is_found() -> None:
    table = struct.pack("<6I", 0, 0, 0, 0x0040_1000, 0, 0)
    program = Program(sections=(Section(".tls", table),))
    place = next(s for s in seen(program) if isinstance(s, Shown) and s.name == ".tls")
    data = patched(portable_executable(program), 96 + 9 * 8, place.virtual_address)
    data = patched(data, 96 + 9 * 8 + 4, len(table))
    assert "pe.tls.callbacks" in findings(observe(UNIT, data, "a.exe", "pe"))


def test_a_compile_time_in_the_future_is_found() -> None:
    assert "pe.time.future" in rules(Program(timestamp=0xFFFF_FFF0))


@pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda one: one.rule)
def test_a_capability_is_read_from_the_imports(capability: object) -> None:
    assert capability in CAPABILITIES
    wanted = CAPABILITIES[CAPABILITIES.index(capability)]
    names = [min(alternatives) for alternatives in wanted.needs]
    found = findings(seen(Program(imports={"ANY.dll": names})))
    assert found[wanted.rule].severity is wanted.severity
    assert names[0] in found[wanted.rule].evidence


def test_addresses_in_strings_are_shown_defanged() -> None:
    program = Program(sections=(Section(".data", b"x http://cdn.test/a.bin\0"),))
    assert facts(seen(program))["Address in strings"] == "hxxp://cdn[.]test/a.bin"


@pytest.mark.parametrize("data", [b"", b"MZ", b"MZ" + bytes(200)])
def test_a_broken_executable_is_unreadable_not_a_crash(data: bytes) -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, data, "a.exe", "pe")


@pytest.mark.parametrize("wide", [False, True])
def test_damaged_executables_never_crash_the_unit(wide: bool) -> None:
    names = ("VirtualAllocEx", "WriteProcessMemory", "CreateRemoteThread")
    program = Program(wide=wide, imports={"K.dll": names}, version={"A": "b"}, overlay=NOISE)
    assert survives(UNIT, portable_executable(program), "pe", 150)
