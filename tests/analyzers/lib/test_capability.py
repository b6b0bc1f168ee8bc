"""Capabilities read from imports."""

from __future__ import annotations

from analyzers.lib.capability import CAPABILITIES, capabilities


def test_all_parts_of_a_capability_are_needed() -> None:
    names = ["VirtualAllocEx", "WriteProcessMemory"]
    assert not list(capabilities(names))
    found = dict(capabilities([*names, "CreateRemoteThread"]))
    assert [one.rule for one in found] == ["pe.capability.injection"]
    assert list(found.values()) == ["VirtualAllocEx, WriteProcessMemory, CreateRemoteThread"]


def test_ansi_and_wide_forms_count_as_one_function() -> None:
    found = list(capabilities(["URLDownloadToFileW", "ShellExecuteExA"]))
    assert found[0][1] == "URLDownloadToFileW, ShellExecuteExA"


def test_rule_ids_are_unique() -> None:
    assert len({one.rule for one in CAPABILITIES}) == len(CAPABILITIES)
