"""Windows executables that unpack and start what they carry."""

from __future__ import annotations

import struct
import zlib

import pytest

from analyzers.attachments.pe_installer import SCRIPTS, UNIT
from analyzers.lib import pyinstaller
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Observation
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.executables import executable, resources
from workbench.simulation.samples.pe import PLAIN, Program, Section, portable_executable

SEVEN = b"7z\xbc\xaf\x27\x1c" + bytes(60)
CONFIG = b';!@Install@!UTF-8!\nRunProgram="hidcon:a.bat"\n;!@InstallEnd@!'


def seen(overlay: bytes) -> list[Observation]:
    return observe(UNIT, portable_executable(Program(overlay=overlay)), "setup.exe", "pe")


def bundle(*scripts: tuple[str, bytes], libraries: int = 1) -> bytes:
    """What PyInstaller appends: members, their table, the cookie."""
    body, table = b"", b""
    named = [(name, data, b"s") for name, data in scripts]
    named += [(f"lib{number}", b"x" * 9, b"b") for number in range(libraries)]
    for name, data, kind in named:
        packed = zlib.compress(data)
        raw = name.encode() + b"\0"
        table += (
            struct.pack(">IIIIBc", 18 + len(raw), len(body), len(packed), len(data), 1, kind) + raw
        )
        body += packed
    length = len(body) + len(table) + 88
    cookie = struct.pack(">8sIIII", pyinstaller.MAGIC, length, len(body), len(table), 311)
    return body + table + cookie.ljust(88, b"\0")


@pytest.mark.parametrize(
    ("overlay", "kind"),
    [
        (b"\0\0\0\0\xef\xbe\xad\xdeNullsoftInst" + bytes(40), "NSIS installer"),
        (b"Inno Setup Setup Data (6.2.0)" + bytes(40), "Inno Setup installer"),
        (SEVEN, "7-Zip archive that unpacks itself"),
        (b"Rar!\x1a\x07\x01\0" + bytes(60), "RAR archive that unpacks itself"),
    ],
)
def test_installers_are_named(overlay: bytes, kind: str) -> None:
    assert facts(seen(overlay))["Built as"] == kind
    assert findings(seen(overlay))["pe.installer"].evidence == kind


def test_a_bundle_of_wix_is_known_by_its_section() -> None:
    data = portable_executable(Program(sections=(Section(".wixburn", b"x"),)))
    assert findings(observe(UNIT, data, "a.exe", "pe"))["pe.installer"].evidence == "WiX bundle"


def test_what_an_archive_starts_is_found_and_its_files_put_into_the_tree() -> None:
    found = seen(CONFIG + SEVEN)
    assert children(found) == {"packed files": SEVEN}
    assert findings(found)["pe.installer.runs"].evidence == 'RunProgram="hidcon:a.bat"'


def test_commands_of_iexpress_are_found() -> None:
    data = executable(PLAIN, {2: resources((10, "RUNPROGRAM", b"cmd /c a.bat\0"))})
    found = findings(observe(UNIT, data, "a.exe", "pe"))
    assert found["pe.installer.runs"].evidence == "RUNPROGRAM: cmd /c a.bat"
    nothing = executable(PLAIN, {2: resources((10, "RUNPROGRAM", b"<None>\0"))})
    assert not findings(observe(UNIT, nothing, "a.exe", "pe"))


def test_compiled_scripts_are_found() -> None:
    assert (
        "AutoIt" in findings(seen(b"\xa3HK" + b"AU3!EA06" + bytes(40)))["pe.compiled-script"].title
    )
    found = seen(bundle(("main", b"print(1)"), ("more", b"print(2)")))
    assert facts(found)["Built as"] == "Python 3.11 script (PyInstaller)"
    assert findings(found)["pe.compiled-script"].evidence == "main, more"
    assert children(found)["main (marshalled Python code)"] == b"print(1)"
    assert len([one for one in found if isinstance(one, ArchiveMember)]) == 3


def test_py2exe_is_known_by_its_resource() -> None:
    found = observe(
        UNIT, executable(PLAIN, {2: resources(("PYTHONSCRIPT", 1, b"code"))}), "a.exe", "pe"
    )
    assert "py2exe" in findings(found)["pe.compiled-script"].title
    assert children(found) == {"PYTHONSCRIPT (marshalled Python code)": b"code"}


def test_more_scripts_than_are_taken_out_are_said() -> None:
    many = [(f"s{number}", b"x") for number in range(SCRIPTS + 1)]
    assert "limit.pe.scripts" in findings(seen(bundle(*many)))


def test_an_honest_program_is_nothing_of_it() -> None:
    assert not seen(b"")


def test_damaged_bundles_never_crash_the_unit() -> None:
    data = portable_executable(Program(overlay=CONFIG + SEVEN + bundle(("main", b"x" * 99))))
    assert survives(UNIT, data, "pe", 300)
