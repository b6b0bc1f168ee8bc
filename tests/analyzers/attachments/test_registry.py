"""Registry scripts: what would start, what would be switched off."""

from __future__ import annotations

import time

import pytest

from analyzers.attachments.registry import UNIT
from analyzers.model.observation import Observation, Severity
from tests.analyzers.attachments.observed import facts, findings, observe

HEAD = "Windows Registry Editor Version 5.00\r\n\r\n"
CURRENT = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion"
NT = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion"


def seen(key: str, value: str) -> list[Observation]:
    return observe(UNIT, f"{HEAD}[{key}]\r\n{value}\r\n".encode("utf-16"), "a.reg", "reg")


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        (CURRENT + r"\Run", '"a"="C:\\\\a.exe"', "registry.persists"),
        (NT + r"\Winlogon", '"Shell"="a.exe"', "registry.persists"),
        (NT + r"\Image File Execution Options\sethc.exe", '"Debugger"="b"', "registry.persists"),
        (r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\x", '"ImagePath"="b"',
         "registry.persists"),
        (r"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows Defender",
         '"DisableAntiSpyware"=dword:00000001', "registry.weakens"),
        (r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths",
         '"C:\\\\"=dword:0', "registry.weakens"),
        (r"HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Word\Security",
         '"VBAWarnings"=dword:1', "registry.weakens"),
        (r"HKEY_CURRENT_USER\Software\X", '"a"="powershell.exe -c b"', "registry.command"),
    ],
)  # fmt: skip
def test_what_starts_and_what_weakens_is_high(key: str, value: str, rule: str) -> None:
    assert findings(seen(key, value))[rule].severity is Severity.HIGH


def test_a_setting_is_only_a_change() -> None:
    found = seen(CURRENT + r"\Explorer\Advanced", '"HideFileExt"=dword:00000000')
    assert {f.rule: f.severity for f in findings(found).values()} == {
        "registry.changes": Severity.LOW
    }
    assert facts(found)["Values"] == "1"
    assert "registry.persists" not in findings(seen(CURRENT + r"\Run", '"a"=-'))


def test_a_long_script_ends_in_a_limit_and_soon() -> None:
    started = time.process_time()
    text = HEAD + "[HKEY_CURRENT_USER\\A]\n" + '"a"="b"\n' * 120_000
    found = observe(UNIT, text.encode(), "a.reg", "reg")
    assert findings(found)["limit.registry.lines"].incomplete
    observe(UNIT, (HEAD + "\\" * 400_000).encode(), "a.reg", "reg")
    assert time.process_time() - started < 5
