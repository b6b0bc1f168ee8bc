"""Capabilities read from imports."""

from __future__ import annotations

import pytest

from analyzers.lib.capability import CAPABILITIES, capabilities


def test_all_parts_of_a_capability_are_needed() -> None:
    names = ["VirtualAllocEx", "WriteProcessMemory"]
    assert not list(capabilities(names))
    found = dict(capabilities([*names, "CreateRemoteThread"]))
    assert [one.rule for one in found] == ["pe.capability.injection"]
    assert list(found.values()) == ["VirtualAllocEx, WriteProcessMemory, CreateRemoteThread"]


def test_ansi_and_wide_forms_count_as_one_function() -> None:
    found = list(capabilities(["URLDownloadToFileW", "ShellExecuteExA"]))
    evidence = {one.rule: shown for one, shown in found}
    assert evidence["pe.capability.download"] == "URLDownloadToFileW, ShellExecuteExA"


@pytest.mark.parametrize(
    ("rule", "functions"),
    [
        ("pe.capability.injection", "VirtualAllocEx WriteProcessMemory CreateRemoteThread"),
        (
            "pe.capability.hollowing",
            "CreateProcessW NtUnmapViewOfSection SetThreadContext ResumeThread",
        ),
        ("pe.capability.keylogging", "SetWindowsHookExW CallNextHookEx WriteFile"),
        ("pe.capability.download", "WinHttpReadData CreateProcessW"),
        ("pe.capability.encryption", "CryptEncrypt FindFirstFileW FindNextFileW MoveFileExW"),
        ("pe.capability.persistence", "OpenSCManagerW CreateServiceW StartServiceW"),
        ("pe.capability.privileges", "AdjustTokenPrivileges LookupPrivilegeValueW"),
        ("pe.capability.screen", "BitBlt GetDC GetDIBits"),
        ("pe.capability.debugger", "IsDebuggerPresent"),
    ],
)
def test_each_capability_follows_from_its_functions(rule: str, functions: str) -> None:
    assert rule in {one.rule for one, _ in capabilities(functions.split())}
    assert "pe.capability.debugger" not in {one.rule for one, _ in capabilities(["ExitProcess"])}


def test_rule_ids_are_unique() -> None:
    assert len({one.rule for one in CAPABILITIES}) == len(CAPABILITIES)
