"""macOS programs."""

from __future__ import annotations

import pytest

from analyzers.attachments.macho import UNIT
from analyzers.lib.machoimage import slices
from analyzers.model.executable import ImportedLibrary, Section
from analyzers.model.observation import Observation
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.programs import fat, macho

RISKY = "com.apple.security.cs.disable-library-validation"


def seen(data: bytes) -> list[Observation]:
    return observe(UNIT, data, "tool", "macho")


def test_a_signed_program_is_described() -> None:
    found = seen(macho(rights=("com.apple.security.network.client",), team="ABCDE12345"))
    assert set(findings(found)) == {"macho.attached"}
    shown = facts(found)
    assert shown["Kind"] == "macOS program for ARM64"
    assert shown["Needs macOS"] == "11.2"
    assert shown["Signature"] == "com.example.tool, team ABCDE12345; not verified here"
    assert shown["Right asked for"] == "com.apple.security.network.client"
    assert ImportedLibrary("/usr/lib/libSystem.B.dylib", ()) in found
    assert any(isinstance(one, Section) and one.flags == "r-x" for one in found)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (macho(), "macho.signature.none"),
        (macho(rights=()), "macho.signature.adhoc"),
        (macho(rights=(RISKY,), team="T"), "macho.entitlements"),
        (macho(protection=7), "macho.segment.writable-code"),
    ],
)
def test_what_stands_out_is_found(data: bytes, rule: str) -> None:
    assert rule in findings(seen(data))


def test_commands_that_are_counted_and_not_there_are_said() -> None:
    assert findings(seen(macho(declared=900)))["macho.commands.unread"].incomplete


def test_encrypted_code_is_incomplete() -> None:
    data = bytearray(macho())
    at = data.index(b"\x1b\0\0\0\x18\0\0\0")  # the command of the UUID becomes another
    data[at] = 0x2C
    assert findings(seen(bytes(data)))["macho.encrypted"].incomplete


def test_each_program_of_a_fat_file_becomes_a_child() -> None:
    data = fat(macho(), macho(team="T", rights=()))
    assert [size for _, size in slices(data)] == [macho(), macho(team="T", rights=())]
    assert set(children(seen(data))) == {"0 ARM64", "1 ARM64"}


@pytest.mark.parametrize("data", [b"", b"\xcf\xfa\xed\xfe"])
def test_a_broken_program_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        seen(data)


def test_damaged_programs_never_crash_the_unit() -> None:
    assert survives(UNIT, macho(rights=(RISKY,), team="T"), "macho", 300)
    assert survives(UNIT, fat(macho()), "macho", 100)
