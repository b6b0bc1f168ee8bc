"""What the build of a Windows executable left in it."""

from __future__ import annotations

import pytest

from analyzers.attachments.pe_origin import DELPHI, UNIT
from analyzers.model.observation import Observation
from tests.analyzers.attachments.observed import facts, findings, observe, survives
from tests.samples.executables import callbacks, debug_record, executable, rich_header
from workbench.simulation.samples.pe import BORN, PLAIN, Program, Section, portable_executable

TOOLS = ((0x105, 30133, 12),)


def seen(data: bytes) -> list[Observation]:
    return observe(UNIT, data, "sample.exe", "pe")


def with_path(path: str, stamp: int = BORN) -> bytes:
    """The symbol file's path stands in a section whose place in the file is known."""
    record = b"RSDS" + bytes(20) + path.encode() + b"\0"
    program = Program(sections=(Section(".sym", record),))
    place = executable(program, {6: debug_record(2, stamp, record)}).index(b"RSDS")
    return executable(program, {6: debug_record(2, stamp, record, place)})


def test_an_honest_program_says_its_time_and_nothing_else() -> None:
    found = seen(portable_executable())
    assert facts(found)["Compile time"].startswith("2026-01-01")
    assert not findings(found)


@pytest.mark.parametrize(
    ("stamp", "rule"), [(0xFFFF_FFF0, "pe.time.future"), (86_400, "pe.time.early")]
)
def test_an_implausible_time_is_found(stamp: int, rule: str) -> None:
    assert rule in findings(seen(portable_executable(Program(timestamp=stamp))))


@pytest.mark.parametrize(("stamp", "said"), [(0, "not set"), (DELPHI, "Delphi's constant")])
def test_known_fillers_are_no_time(stamp: int, said: str) -> None:
    found = seen(portable_executable(Program(timestamp=stamp)))
    assert facts(found)["Compile time"] == said
    assert not findings(found)


def test_a_reproducible_build_has_no_time() -> None:
    data = executable(Program(timestamp=0xFFFF_FFF0), {6: debug_record(16, 1)})
    assert facts(seen(data))["Compile time"] == "none: a reproducible build (0xfffffff0)"
    assert not findings(seen(data))


def test_two_times_that_differ_are_found() -> None:
    found = findings(seen(with_path("x.pdb", BORN - 10 * 86_400)))
    assert "2025-12-22" in found["pe.time.differs"].evidence


def test_the_builder_in_the_debug_path_is_shown() -> None:
    found = seen(with_path(r"C:\Users\jane\source\tool.pdb"))
    assert facts(found)["Built by"] == "jane"
    assert "pe.debug.person" in findings(found)


def test_a_build_server_is_nobody() -> None:
    found = seen(with_path(r"C:\Users\runneradmin\tool.pdb"))
    assert facts(found)["Debug path"] == r"C:\Users\runneradmin\tool.pdb"
    assert not findings(found)


def test_a_path_that_names_the_trade_is_found() -> None:
    assert "pe.debug.boasts" in findings(seen(with_path(r"D:\work\KeyLogger\Release\a.pdb")))


def test_the_list_of_tools_is_hashed_and_checked() -> None:
    plain = portable_executable()
    found = seen(rich_header(TOOLS, plain))
    assert facts(found)["Rich header"] == "0x105 build 30133 ×12"
    assert len(facts(found)["Rich hash"]) == 32
    assert not findings(found)
    assert "pe.rich.foreign" in findings(seen(rich_header(TOOLS, plain, forged=True)))


def test_code_before_the_entry_point_is_found() -> None:
    found = findings(seen(executable(PLAIN, {9: callbacks(0x40_1000)})))
    assert found["pe.tls.callbacks"].evidence == "0x401000"
    assert not findings(seen(executable(PLAIN, {9: callbacks()})))


def test_damaged_records_never_crash_the_unit() -> None:
    parts = {9: callbacks(0x40_1000), 6: debug_record(2, 5, b"RSDS" * 9, 0x200)}
    assert survives(UNIT, rich_header(TOOLS, portable_executable()), "pe", 150)
    assert survives(UNIT, executable(PLAIN, parts), "pe", 150)
