import pefile
import pytest

from workbench.simulation.samples.pe import RETURN, Program, Section, portable_executable

IMPORTS = {"KERNEL32.dll": ("ExitProcess", "VirtualAllocEx"), "USER32.dll": ("MessageBoxW",)}
VERSION = {"CompanyName": "Nobody", "OriginalFilename": "reader.exe"}


def program(wide: bool) -> pefile.PE:
    extra = (Section("UPX1", bytes(range(256)) * 20),)
    wanted = Program(
        wide=wide, imports=IMPORTS, version=VERSION, sections=extra, overlay=b"tail" * 9
    )
    return pefile.PE(data=portable_executable(wanted))


@pytest.mark.parametrize("wide", [False, True])
def test_pefile_reads_imports_sections_version_and_overlay(wide: bool) -> None:
    pe = program(wide)
    assert pe.OPTIONAL_HEADER.Magic == (0x20B if wide else 0x10B)
    found = {e.dll.decode(): tuple(i.name.decode() for i in e.imports) for e in
             pe.DIRECTORY_ENTRY_IMPORT}  # fmt: skip
    assert found == IMPORTS
    names = [s.Name.rstrip(b"\0").decode() for s in pe.sections]
    assert names == [".text", ".rdata", ".rsrc", "UPX1"]
    strings = {k.decode(): v.decode() for k, v in pe.FileInfo[0][0].StringTable[0].entries.items()}
    assert strings == VERSION
    assert pe.get_overlay() == b"tail" * 9


@pytest.mark.parametrize("wide", [False, True])
def test_the_code_only_returns(wide: bool) -> None:
    pe = program(wide)
    code = pe.sections[0]
    assert code.contains_rva(pe.OPTIONAL_HEADER.AddressOfEntryPoint)
    assert set(code.get_data().rstrip(b"\0")) == set(RETURN)
    executable = [s for s in pe.sections if s.Characteristics & 0x20000000]
    assert executable == [code]


def test_pefile_has_nothing_to_complain_about_but_emptiness() -> None:
    warnings = [w for w in program(True).get_warnings() if "0x00 makes up" not in w]
    assert warnings == []
