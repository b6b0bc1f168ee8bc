"""The macro unit, on projects whose dangerous lines can never be reached."""

from __future__ import annotations

import struct

import pytest

from analyzers.attachments.macros import UNIT
from analyzers.lib import macrocode
from analyzers.model.document import MacroModule, MacroSign, MacroStep
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.office import binary_word, embedded, package, sheet, with_macro, workbook
from workbench.simulation.samples.docm import INERT_MACRO, invoice_with_macro, word_document
from workbench.simulation.samples.vba import Module, vba_project

HARMLESS = 'Sub Tidy()\n    Selection.TypeText "total"\nEnd Sub\n'
STARTED = "Sub AutoOpen()\n    MsgBox 1\nEnd Sub\n"
ABLE = 'Sub Later()\n    If False Then CreateObject("WScript.Shell")\nEnd Sub\n'


def seen(code: str) -> list[Observation]:
    return observe(UNIT, with_macro(code), "sample.docm", "docm")


def test_a_document_without_macros_says_so() -> None:
    found = observe(UNIT, word_document(["Hello"]), "a.docx", "docx")
    assert facts(found) == {"Macros": "none"}


@pytest.mark.parametrize(
    ("data", "kind"),
    [(with_macro(HARMLESS), "docm"), (binary_word(HARMLESS), "doc")],
    ids=["docm", "doc"],
)
def test_macro_source_is_shown_and_handed_on(data: bytes, kind: str) -> None:
    found = observe(UNIT, data, f"a.{kind}", kind)
    module = next(one for one in found if isinstance(one, MacroModule))
    assert 'Selection.TypeText "total"' in module.code
    assert set(findings(found)) == {"office.macro.present"}
    assert b"Selection.TypeText" in children(found)["macros.vba"]


def test_a_renamed_project_part_is_found() -> None:
    data = package({"word/media/image1.png": vba_project([Module("M", STARTED)])})
    assert "office.macro.autoexec" in findings(observe(UNIT, data, "a.docx", "docx"))


def test_an_automatic_start_is_a_finding_with_its_line() -> None:
    found = findings(seen(HARMLESS + STARTED))["office.macro.autoexec"]
    assert (found.evidence, found.where) == ("AutoOpen", "Module1.bas, line 5")


def test_a_macro_that_starts_itself_and_runs_programs_is_critical() -> None:
    found = observe(UNIT, invoice_with_macro("1", "Supplier", "1 EUR"), "a.docm", "docm")
    executes = findings(found)["office.macro.executes"]
    assert executes.severity is Severity.CRITICAL
    assert "powershell" in executes.evidence
    signs = {one.keyword: one for one in found if isinstance(one, MacroSign)}
    assert (signs["AutoOpen"].kind, signs["AutoOpen"].line) == ("AutoExec", 4)
    assert facts(found)["MacroRaptor"].startswith("A-X")


CALLED = """Sub AutoOpen()
    Stage "x"
End Sub
Sub Stage(word)
    Application.Run "Last"
End Sub
Sub Last()
    ' Shell "not this one"
    If False Then CreateObject("WScript.Shell")
End Sub
Sub Never()
    If False Then Shell "cmd /c dir"
End Sub
"""


def test_the_way_from_the_automatic_start_is_followed_call_by_call() -> None:
    found = seen(CALLED)
    steps = [one for one in found if isinstance(one, MacroStep)]
    assert [(s.procedure, s.line, s.caller, s.call_line) for s in steps] == [
        ("AutoOpen", 2, "", 0),
        ("Stage", 5, "AutoOpen", 3),
        ("Last", 8, "Stage", 6),
    ]
    assert [step.acts for step in steps] == ["", "", "WScript.Shell"]
    executes = findings(found)["office.macro.executes"]
    assert executes.where == "AutoOpen > Stage > Last > WScript.Shell"


def test_texts_that_macros_can_read_are_shown_with_them() -> None:
    hidden = "68747470733a2f2f63646e2e746573742f612e657865"  # an address in .test
    settings = f'<w:settings><w:docVar w:name="p" w:val="{hidden}"/></w:settings>'
    macro = vba_project([Module("M", HARMLESS)])
    data = package({"word/settings.xml": settings, "word/vbaProject.bin": macro})
    found = observe(UNIT, data, "a.docm", "docm")
    modules = {one.name: one for one in found if isinstance(one, MacroModule)}
    assert modules["document texts"].code == f"variable p: {hidden}"
    assert facts(found)["Macros"] == "1 VBA modules, 0 Excel 4 macro sheets"
    assert "https://cdn.test/a.exe" in findings(found)["office.macro.obfuscated"].evidence


def test_a_macro_that_must_be_started_is_less_grave() -> None:
    found = findings(seen(ABLE))
    assert found["office.macro.able"].severity is Severity.HIGH
    assert "office.macro.executes" not in found


def test_what_stands_in_a_comment_is_not_an_act() -> None:
    found = findings(seen(STARTED + '\' Shell "cmd /c dir" was here\n'))
    assert "office.macro.executes" not in found


def test_obfuscated_source_is_found() -> None:
    codes = " & ".join(f"Chr({n})" for n in range(65, 100))
    assert "office.macro.obfuscated" in findings(seen(f"Sub A()\n x = {codes}\nEnd Sub\n"))
    hidden = "68747470733a2f2f63646e2e746573742f612e657865"  # an address in .test
    found = findings(seen(f'Sub A()\n x = "{hidden}"\nEnd Sub\n'))
    assert "https://cdn.test/a.exe" in found["office.macro.obfuscated"].evidence


def test_source_beyond_the_limit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macrocode, "SCANNED", 200)
    assert "limit.macro.code" in findings(seen(HARMLESS * 20))


def test_excel_4_macro_sheets_of_a_binary_book_are_found() -> None:
    data = workbook(sheet("Sheet1", 0, 0), sheet("Macro1", 1, 2))
    found = findings(observe(UNIT, data, "a.xls", "xls"))
    assert {"office.macro.sheet", "office.macro.hidden-sheet"} <= set(found)


def test_a_sheet_name_that_breaks_the_listing_hides_nothing() -> None:
    name = struct.pack("<IBBBB", 0, 2, 1, 4, 1) + "\u8f8f\u8f8f\u8f8f\u8f8f".encode("utf-16-le")
    data = workbook((0x0085, name), (0x0204, b"cmd.exe /c dir"))
    found = observe(UNIT, data, "a.xls", "xls")
    assert "office.macro.hidden-sheet" in findings(found)
    assert b"cmd.exe /c dir" in children(found)["macros.vba"]


SHEET = (
    '<xm:macrosheet xmlns:xm="u"><sheetData><row><c r="A1"><f>IF(FALSE,EXEC("calc"))</f></c>'
    '<c r="A2"><v>7</v></c></row></sheetData></xm:macrosheet>'
)
BOOK = (
    '<workbook><sheets><sheet name="M" state="veryHidden"/></sheets><definedNames>'
    '<definedName name="_xlnm.Auto_Open">M!$A$1</definedName></definedNames></workbook>'
)


def test_excel_4_macro_sheets_of_a_package_are_found() -> None:
    data = package({"xl/workbook.xml": BOOK, "xl/macrosheets/sheet1.xml": SHEET})
    found = observe(UNIT, data, "a.xlsm", "xlsm")
    module = next(one for one in found if isinstance(one, MacroModule))
    assert 'A1: =IF(FALSE,EXEC("calc"))' in module.code
    wanted = {"office.macro.sheet", "office.macro.hidden-sheet", "office.macro.executes"}
    assert wanted <= set(findings(found))


def test_compiled_code_that_differs_from_its_source_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listing = '\tLd Environ\n\tArgsCall (Call) Shell 1\n\tLitStr 4 "calc"\n\tLitStr 4 "hide"\n'
    monkeypatch.setattr("analyzers.lib.stomping._listing", lambda _project: listing)
    found = findings(seen(HARMLESS))["office.macro.stomped"]
    assert found.evidence == "Environ, Shell, calc, hide"
    modules = {one.language: one for one in seen(HARMLESS) if isinstance(one, MacroModule)}
    assert modules["p-code"].code == listing


def test_compiled_code_too_large_to_compare_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzers.lib.stomping.PROJECT_BYTES", 10)
    assert findings(seen(HARMLESS))["limit.macro.compiled"].incomplete


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_what_is_no_document_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, data, "a.doc", "doc")


def test_text_that_merely_looks_like_markup_is_left_alone() -> None:
    assert not observe(UNIT, b"<x>Sub AutoOpen() Shell</x>", "a.xml", "xml")


def test_damaged_projects_never_crash_the_unit() -> None:
    assert survives(UNIT, binary_word(INERT_MACRO), "doc")
    assert survives(UNIT, with_macro(INERT_MACRO), "docm")
    assert survives(UNIT, workbook(sheet("Macro1", 1, 1)), "xls")
    survives(UNIT, embedded("VBA", b"x"), "ole", 20)
