"""What Windows executables could do."""

from __future__ import annotations

import pytest

from analyzers.attachments.pe_capabilities import BY_NAME, UNIT
from analyzers.lib.capability import CAPABILITIES, Capability
from analyzers.model.executable import Ability
from analyzers.model.observation import Observation
from tests.analyzers.attachments.observed import findings, observe, survives
from workbench.simulation.samples.pe import Program, Section, portable_executable


def seen(program: Program) -> list[Observation]:
    return observe(UNIT, portable_executable(program), "sample.exe", "pe")


@pytest.mark.parametrize("wanted", CAPABILITIES, ids=lambda one: one.rule)
def test_a_capability_is_read_from_imports_and_texts(wanted: Capability) -> None:
    names = [min(alternatives) for alternatives in wanted.needs]
    text = " ".join(min(alternatives).upper() for alternatives in wanted.texts)
    program = Program(
        imports={"ANY.dll": names or ["ExitProcess"]},
        sections=(Section(".data", text.encode("utf-16-le") + bytes(2)),),
    )
    found = findings(seen(program))
    assert found[wanted.rule].severity is wanted.severity
    assert found[wanted.rule].evidence.endswith(f"ATT&CK {wanted.technique}")
    assert all(name in found[wanted.rule].evidence for name in names)


def test_the_window_gets_a_record() -> None:
    program = Program(imports={"ANY.dll": ("IsDebuggerPresent",)})
    sentence = "Asks whether it is being debugged"
    assert Ability(sentence, "T1622", "IsDebuggerPresent") in seen(program)


def test_functions_that_are_looked_up_by_name_count() -> None:
    text = b"VirtualAllocEx\0WriteProcessMemory\0CreateRemoteThread\0"
    data = (Section(".data", text),)
    found = findings(seen(Program(imports={"K.dll": ("GetProcAddress",)}, sections=data)))
    assert f"CreateRemoteThread{BY_NAME}" in found["pe.capability.injection"].evidence
    assert not findings(seen(Program(imports={"K.dll": ("Sleep",)}, sections=data)))


def test_an_honest_program_can_do_nothing_remarkable() -> None:
    assert not seen(Program())


def test_damaged_executables_never_crash_the_unit() -> None:
    program = Program(imports={"K.dll": ("VirtualAllocEx", "WriteProcessMemory")})
    assert survives(UNIT, portable_executable(program), "pe", 100)
