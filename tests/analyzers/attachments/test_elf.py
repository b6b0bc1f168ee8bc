"""Linux programs."""

from __future__ import annotations

import random

import pytest

from analyzers.attachments.elf import ABILITIES, UNIT
from analyzers.model.executable import Ability, ImportedLibrary, Section
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.programs import Linux, elf


def seen(made: Linux) -> list[Observation]:
    return observe(UNIT, elf(made), "tool", "elf")


def test_an_honest_program_is_described() -> None:
    found = seen(Linux())
    assert set(findings(found)) == {"elf.attached"}
    assert findings(found)["elf.attached"].severity is Severity.HIGH
    shown = facts(found)
    assert shown["Kind"] == "Linux program for x86-64, 64 bits"
    assert shown["Interpreter"] == "/lib64/ld-linux-x86-64.so.2"
    assert shown["Build id"] == "c0ffee00"
    assert shown["Symbols"] == "stripped"
    assert ImportedLibrary("libc.so.6", ()) in found
    assert ImportedLibrary("(from the libraries above)", ("puts",)) in found
    code = next(one for one in found if isinstance(one, Section) and one.name == ".text")
    assert code.flags == "r-x"


def test_a_library_is_told_from_a_program() -> None:
    assert "library" in findings(seen(Linux(interpreter="")))["elf.attached"].title


@pytest.mark.parametrize(
    ("made", "rule"),
    [
        (Linux(flags=7), "elf.segment.writable-code"),
        (Linux(sections=False), "elf.section.none"),
        (Linux(text=b"UPX!", sections=False), "elf.packed"),
        (Linux(text=random.Random(4).randbytes(60_000), sections=False), "elf.packed"),
        (Linux(path="/tmp/lib"), "elf.runpath"),
        (Linux(path="lib:/usr/lib"), "elf.runpath"),
    ],
)
def test_what_stands_out_is_found(made: Linux, rule: str) -> None:
    assert rule in findings(seen(made))


def test_an_ordinary_library_path_is_none() -> None:
    assert "elf.runpath" not in findings(seen(Linux(path="$ORIGIN/../lib:/usr/lib")))


@pytest.mark.parametrize("ability", ABILITIES, ids=lambda one: one[0])
def test_abilities_are_read_from_functions_and_texts(
    ability: tuple[str, Severity, str, tuple[str, ...], tuple[str, ...], str],
) -> None:
    rule, severity, sentence, functions, texts, technique = ability
    made = Linux(functions=functions or ("puts",), text=b"\0".join(t.encode() for t in texts))
    found = seen(made)
    assert findings(found)[rule].severity is severity
    shown = [one for one in found if isinstance(one, Ability)]
    assert (shown[0].sentence, shown[0].technique) == (sentence, technique)


def test_bytes_behind_the_end_become_a_child() -> None:
    assert children(seen(Linux(overlay=b"more than sixteen bytes")))["overlay"].startswith(b"more")


def test_what_is_cut_is_incomplete() -> None:
    data = elf(Linux())
    found = findings(observe(UNIT, data[:-70], "a", "elf"))
    assert found["elf.segment.cut"].incomplete
    assert found["elf.section.unread"].incomplete


@pytest.mark.parametrize("data", [b"", b"\x7fELF", b"\x7fELF\2\1" + bytes(50)])
def test_a_broken_program_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, data, "a", "elf")


def test_damaged_programs_never_crash_the_unit() -> None:
    assert survives(UNIT, elf(Linux(path="/a", overlay=b"x" * 99)), "elf", 300)
