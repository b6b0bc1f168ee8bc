"""Imports of Windows executables, beside what the reference reader makes of them."""

from __future__ import annotations

import struct
import time

import pefile
import pytest

from analyzers.lib.peimports import FUNCTIONS, exports, imports
from analyzers.model.artifact import Artifact
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import damaged
from tests.samples import executables
from tests.samples.executables import delayed_imports, executable, image_of
from workbench.simulation.samples.pe import Program, portable_executable


def artifact(data: bytes) -> Artifact:
    return Artifact.of(data, "sample.exe", "pe")


@pytest.mark.parametrize("wide", [False, True])
def test_the_hash_is_that_of_the_reference(wide: bool) -> None:
    taken = {
        "KERNEL32.dll": ("ExitProcess", "Sleep"),
        "WS2_32.dll": ("send",),
        "odd.exe": ("?mangled@@YAXXZ",),
        "a.b.OCX": ("One",),
    }
    data = portable_executable(Program(wide=wide, imports=taken))
    reference = pefile.PE(data=data)
    found = imports(artifact(data))
    assert found.digest == reference.get_imphash()
    assert found.names() == ["ExitProcess", "Sleep", "send", "?mangled@@YAXXZ", "One"]


def test_numbers_of_well_known_libraries_become_names() -> None:
    parts = {13: delayed_imports("WS2_32.dll", 19, 1)}
    late = [one for one in imports(artifact(executable(parts=parts))).libraries if one.delayed]
    assert late[0].functions == ("send", "accept")


@pytest.mark.parametrize("count", [60, pytest.param(200, marks=pytest.mark.long)])
def test_damaged_imports_hash_as_the_reference_does(count: int) -> None:
    """Where both read a damaged file, they agree in nearly all cases; both may give up early."""
    taken = {"KERNEL32.dll": ("ExitProcess", "Sleep"), "USER32.dll": ("MessageBoxW",)}
    same = read = 0
    for wreck in damaged(portable_executable(Program(imports=taken)), count):
        try:
            reference = pefile.PE(data=wreck)
            found = imports(artifact(wreck))
        except (pefile.PEFormatError, Unreadable):
            continue
        read += 1
        same += found.digest == reference.get_imphash()
    assert read > count / 3
    assert same / read > 0.97


def test_a_table_without_end_costs_little() -> None:
    """Descriptors that all point at one large table of names."""
    names = struct.pack("<I", 0x1000) * 40_000
    body = b"".join(struct.pack("<5I", 0x2000, 0, 0, 0x1000, 0x2000) for _ in range(500))
    data = executable(parts={1: lambda address: body + names})
    assert image_of(data).directory(1)[1] == len(body) + len(names)
    started = time.process_time()
    assert len(imports(artifact(data)).names()) <= FUNCTIONS
    assert time.process_time() - started < 1


def test_exports_are_read_by_name() -> None:
    found = exports(artifact(executable(parts={0: executables.exports("t.dll", "A", "B")})))
    assert (found.name, found.functions, found.count) == ("t.dll", ("A", "B"), 2)
    assert exports(artifact(portable_executable())).count == 0
