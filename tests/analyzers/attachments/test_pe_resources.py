"""Resources of Windows executables."""

from __future__ import annotations

import random
import struct

import pefile
import pytest

from analyzers.attachments.pe_resources import UNIT
from analyzers.lib import peresources
from analyzers.model.artifact import Artifact
from analyzers.model.executable import ProgramResource
from analyzers.model.observation import Observation
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.executables import executable, resources
from workbench.simulation.samples.pe import PLAIN, Program, portable_executable

INNER = portable_executable(Program(version={"A": "inner"}))
MANIFEST = (
    b'<assembly><trustInfo><requestedExecutionLevel level="requireAdministrator" uiAccess="false"/>'
    b"</trustInfo><autoElevate xmlns='x'>true</autoElevate></assembly>"
)
PICTURE = struct.pack("<IiiHHIIIIII", 40, 1, 2, 1, 32, 0, 4, 0, 0, 0, 0) + bytes(8)
GROUP = struct.pack("<HHH", 0, 1, 1) + struct.pack("<BBBBHHIH", 1, 1, 0, 0, 1, 32, len(PICTURE), 5)


def seen(data: bytes, name: str = "sample.exe") -> list[Observation]:
    return observe(UNIT, data, name, "pe")


def carrying(*held: tuple[int | str, int, bytes]) -> list[Observation]:
    return seen(executable(PLAIN, {2: resources(*held)}))


def test_the_version_is_shown_and_a_new_name_found() -> None:
    data = portable_executable(Program(version={"OriginalFilename": "tool.exe", "A": "b"}))
    assert facts(seen(data, "Tool.EXE")) == {
        "Version: OriginalFilename": "tool.exe",
        "Version: A": "b",
    }
    assert not findings(seen(data, "dir/tool.exe"))
    found = findings(seen(data, "invoice.exe"))["pe.version.renamed"]
    assert found.evidence == "invoice.exe, originally tool.exe"


def test_a_maker_that_signs_everything_is_missed() -> None:
    data = portable_executable(Program(version={"CompanyName": "Microsoft Corporation"}))
    assert "pe.version.unsigned" in findings(seen(data))


def test_the_manifest_tells_which_rights_it_wants() -> None:
    found = carrying((24, 1, MANIFEST))
    assert facts(found)["Rights asked for"] == "requireAdministrator"
    assert {"pe.manifest.administrator", "pe.manifest.elevates"} == set(findings(found))
    assert not findings(carrying((24, 1, MANIFEST.replace(b"requireAdministrator", b"asInvoker")
                                  .replace(b"true", b"false"))))  # fmt: skip


@pytest.mark.parametrize("kind", [10, "BIN"])
def test_a_program_inside_is_found_and_put_into_the_tree(kind: int | str) -> None:
    found = carrying((kind, 7, INNER))
    label = "data" if kind == 10 else "BIN"
    assert children(found) == {f"{label} 7": INNER}
    assert findings(found)["pe.resource.program"].where == f"{label} 7"
    record = next(one for one in found if isinstance(one, ProgramResource))
    assert (record.kind, record.size, record.language) == ("pe", len(INNER), 0x409)


def test_an_archive_inside_is_carried_without_a_finding() -> None:
    found = carrying((10, 1, b"PK\3\4" + bytes(60)))
    assert "data 1" in children(found)
    assert not findings(found)


def test_random_data_inside_is_found() -> None:
    noise = random.Random(3).randbytes(40_000)
    assert "pe.resource.random" in findings(carrying(("DATA", 1, b"\x01\x02" + noise)))
    assert not findings(carrying(("DATA", 1, b"\x01\x02" * 20_000)))


def test_the_icon_becomes_a_picture() -> None:
    icon = children(carrying((3, 5, PICTURE), (14, 1, GROUP)))["icon 1"]
    assert icon[:6] == struct.pack("<HHH", 0, 1, 1)
    assert icon.endswith(PICTURE)


def test_the_tree_agrees_with_the_reference() -> None:
    data = executable(PLAIN, {2: resources((10, 3, b"abcd"), ("X", 4, b"efgh"), (24, 1, b"<a/>"))})
    reference = pefile.PE(data=data)
    names = [
        (str(kind.name or kind.id), leaf.directory.entries[0].data.struct.Size)
        for kind in reference.DIRECTORY_ENTRY_RESOURCE.entries
        for leaf in kind.directory.entries
    ]
    found = peresources.read(Artifact.of(data, "a.exe", "pe")).found
    assert [(str(one.kind or one.label), len(one.data)) for one in found] == names


def test_a_tree_that_leads_back_into_itself_ends() -> None:
    loop = struct.pack("<IIHHHH", 0, 0, 0, 0, 0, 200) + struct.pack("<II", 1, 1 << 31) * 200
    found = findings(seen(executable(PLAIN, {2: lambda address: loop})))
    assert "limit.pe.resources" in found


def test_damaged_resources_never_crash_the_unit() -> None:
    tree = resources((10, 3, INNER), (3, 5, PICTURE), (14, 1, GROUP), (24, 1, MANIFEST))
    assert survives(UNIT, executable(PLAIN, {2: tree}), "pe", 150)
    assert survives(UNIT, portable_executable(Program(version={"A": "b" * 50})), "pe", 150)
