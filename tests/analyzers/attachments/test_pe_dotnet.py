"""Programs for .NET."""

from __future__ import annotations

import random

import pytest

from analyzers.attachments.pe_dotnet import CALLS, MARKS, UNIT
from analyzers.model.executable import Ability, FoundString, ImportedLibrary, ProgramResource
from analyzers.model.observation import Observation
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.dotnet import Assembly, dotnet
from workbench.simulation.samples.pe import portable_executable

INNER = portable_executable()
INJECTS = ("VirtualAllocEx", "WriteProcessMemory", "CreateRemoteThread")


def seen(made: Assembly) -> list[Observation]:
    return observe(UNIT, dotnet(made), "tool.exe", "pe")


def test_an_honest_program_is_described() -> None:
    found = seen(Assembly(calls=(("System.Console", "WriteLine"),), strings=("hello", "x" * 200)))
    assert facts(found) == {
        "Runtime": ".NET v4.0.30319",
        "Assembly": "Tool 1.2.3.4",
        "Code": "managed code alone",
        "References": "mscorlib 4.0.0.0",
    }
    assert FoundString(0, "UTF-16", "hello") in found
    assert not findings(found)


def test_other_programs_are_nothing_to_it() -> None:
    assert not observe(UNIT, portable_executable(), "a.exe", "pe")


@pytest.mark.parametrize("row", CALLS, ids=lambda one: one[0])
def test_calls_that_stand_out_are_found(row: tuple[object, ...]) -> None:
    rule, severity, _, technique, calls = CALLS[[one[0] for one in CALLS].index(str(row[0]))]
    owner, _, method = calls[0].rpartition(".")
    found = seen(Assembly(calls=((owner, method),)))
    assert findings(found)[rule].severity is severity
    assert [one.technique for one in found if isinstance(one, Ability)] == [technique]


def test_native_functions_are_judged_as_imports_are() -> None:
    found = seen(Assembly(native=[("kernel32.dll", name) for name in INJECTS]))
    assert ImportedLibrary("kernel32.dll (P/Invoke)", INJECTS) in found
    assert "pe.capability.injection" in findings(found)


def test_obfuscators_are_named() -> None:
    found = findings(seen(Assembly(types=("ConfusedByAttribute", "A.B"))))
    assert found["dotnet.obfuscated"].evidence == MARKS["ConfusedByAttribute"]
    odd = findings(seen(Assembly(types=[f"\u200b{number}" for number in range(9)])))
    assert odd["dotnet.obfuscated"].evidence == "9 of 9 types"


def test_resources_are_carried() -> None:
    noise = b"\x01" + random.Random(2).randbytes(20_000)
    found = seen(Assembly(resources=(("inner", INNER), ("noise", noise))))
    assert children(found) == {"inner": INNER}
    assert findings(found)["dotnet.resource.program"].where == "inner"
    assert findings(found)["dotnet.resource.random"].where == "noise"
    kinds = [one.kind for one in found if isinstance(one, ProgramResource)]
    assert kinds == ["pe", "bin"]


def test_tables_that_are_cut_are_incomplete() -> None:
    data = bytearray(dotnet(Assembly()))
    at = data.index(b"BSJB")
    valid = data.index(b"\x02\0\0\x01", at)
    data[valid + 20 : valid + 24] = b"\xff\xff\xff\0"
    assert findings(observe(UNIT, bytes(data), "a.exe", "pe"))["dotnet.unread"].incomplete


def test_hidden_metadata_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="metadata"):
        observe(UNIT, dotnet(Assembly()).replace(b"BSJB", b"XSJB"), "a.exe", "pe")


def test_damaged_programs_never_crash_the_unit() -> None:
    made = Assembly(calls=(("A.B", "C"),), native=(("k", "f"),), strings=("s",),
                    resources=(("r", INNER),))  # fmt: skip
    assert survives(UNIT, dotnet(made), "pe", 400)
