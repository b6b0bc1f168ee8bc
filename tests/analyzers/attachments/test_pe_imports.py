"""Imports and exports of Windows executables."""

from __future__ import annotations

import random

import pytest

from analyzers.attachments.pe_imports import FUNCTIONS, UNIT
from analyzers.model.executable import ExportedFunctions, ImportedLibrary
from analyzers.model.observation import Observation, Severity
from tests.analyzers.attachments.observed import facts, findings, observe, survives
from tests.samples.executables import delayed_imports, executable, exports
from workbench.simulation.samples.pe import CODE, PLAIN, Program, Section

NOISE = random.Random(7).randbytes(4096)


def seen(data: bytes) -> list[Observation]:
    return observe(UNIT, data, "sample.exe", "pe")


@pytest.mark.parametrize("wide", [False, True])
def test_imports_are_listed_with_the_late_ones(wide: bool) -> None:
    late = delayed_imports("USER32.dll", "MessageBoxW", 12, wide=wide)
    found = seen(executable(Program(wide=wide), {13: late}))
    assert ImportedLibrary("KERNEL32.dll", ("ExitProcess",)) in found
    assert ImportedLibrary("USER32.dll", ("MessageBoxW", "#12"), delayed=True) in found
    assert len(facts(found)["Import hash"]) == 32
    assert not findings(found)


def test_few_imports_beside_packed_data_are_found() -> None:
    data = executable(Program(sections=(Section("any", NOISE, CODE),)))
    assert findings(seen(data))["pe.imports.few"].evidence == "ExitProcess"


def test_more_imports_than_are_listed_are_said() -> None:
    many = tuple(f"Function{number}" for number in range(FUNCTIONS + 1))
    data = executable(Program(imports={"ANY.dll": many}))
    assert "limit.pe.imports" in findings(seen(data))


def test_exports_are_listed() -> None:
    found = seen(executable(PLAIN, {0: exports("tool.dll", "Run", "Stop")}))
    assert ExportedFunctions("tool.dll", 2, ("Run", "Stop")) in found
    assert facts(found)["Exports"] == "2 functions as tool.dll"
    assert not findings(found)


@pytest.mark.parametrize(
    ("function", "severity"),
    [
        ("xlAutoOpen", Severity.HIGH),
        ("ReflectiveLoader", Severity.HIGH),
        ("DllRegisterServer", Severity.INFO),
    ],
)
def test_what_another_program_starts_is_found(function: str, severity: Severity) -> None:
    found = findings(seen(executable(PLAIN, {0: exports("tool.xll", function)})))
    assert found["pe.exports.host"].severity is severity
    assert function in found["pe.exports.host"].title


def test_damaged_directories_never_crash_the_unit() -> None:
    parts = {0: exports("a.dll", "xlAutoOpen", "B"), 13: delayed_imports("U.dll", "C", 7)}
    assert survives(UNIT, executable(PLAIN, parts), "pe", 200)
