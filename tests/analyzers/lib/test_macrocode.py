"""The reading of macro source."""

from __future__ import annotations

import pytest

from analyzers.lib.macrocode import read
from analyzers.model.document import MacroModule


def module(code: str, language: str = "VBA") -> MacroModule:
    return MacroModule("Module1", "VBA/Module1", language, code)


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ('x = Shell("calc", 1)', "Shell"),
        ('Set a = CreateObject("WScript.Shell")', "WScript.Shell"),
        ('GetObject("winmgmts:").Get("Win32_Process")', "Win32_Process"),
    ],
)
def test_what_runs_programs_is_seen(code: str, act: str) -> None:
    assert read([module(f"Sub A()\n{code}\nEnd Sub")]).executes == act


def test_comments_and_names_are_no_acts() -> None:
    code = "Sub A()\n' Shell \"calc\"\nx = 1 ' WScript.Shell\nShellSort items\nEnd Sub"
    assert not read([module(code)]).executes


def test_downloads_are_seen() -> None:
    assert read([module("URLDownloadToFileA 0, a, b")]).downloads == "URLDownloadToFileA"


def test_system_calls_of_macro_sheets_count_only_there() -> None:
    assert read([module('A1: =EXEC("calc")', "XLM")]).executes == "EXEC"
    assert not read([module("exec = 1")]).executes


def test_modules_are_read_together() -> None:
    start, act = "Sub Workbook_Open()\nRun1\nEnd Sub", "Sub Run1()\nShell x\nEnd Sub"
    reading = read([module(start), module(act)])
    assert (reading.autoexec, reading.executes) == ("Workbook_Open", "Shell")
    assert reading.flags.startswith("A")


def test_plain_strings_are_no_obfuscation() -> None:
    assert not read([module('x = Environ("TEMP") & "\\a.txt" & Chr(10)')]).obfuscated
