"""Macro source and Rich Text."""

from __future__ import annotations

from tests.samples.office import packaged, rich_object, rich_text
from tests.samples.rules import Sample
from workbench.simulation.samples.docm import INERT_MACRO

_TIDY = b"Sub Tidy()\nSelection.TypeText Chr(10)\nEnd Sub"

SAMPLES = {
    "macro_downloads_and_runs": Sample(
        "text", b'Sub AutoOpen()\nURLDownloadToFile 0\nShell "a"\nEnd Sub', _TIDY
    ),
    "macro_starts_interpreter": Sample(
        "text", INERT_MACRO.encode(), b'Sub AutoOpen()\nMsgBox "hello"\nEnd Sub'
    ),
    "macro_runs_machine_code": Sample(
        "text",
        b"Private Declare PtrSafe Function VirtualAlloc\nRtlMoveMemory\nCreateThread",
        b"Private Declare PtrSafe Function GetTickCount Lib",
    ),
    "macro_process_by_wmi": Sample(
        "text",
        b'GetObject("winmgmts:").Get("Win32_Process").Create "x"',
        b'GetObject("winmgmts:").ExecQuery("select * from Win32_Printer")',
    ),
    "macro_text_assembled": Sample("text", b"Sub A()\nx = " + b"Chr(65) & " * 50 + b'""', _TIDY),
    "macro_sheet_calls_system": Sample(
        "text",
        b'Excel 4.0 macro sheet\nA1: =CALL("urlmon","x")',
        b"Excel 4.0 macro sheet\nA1: =ALERT(1)",
    ),
    "rtf_remote_template": Sample(
        "rtf",
        rich_text("{\\*\\template https://cdn.test/a.dotm}"),
        rich_text("{\\*\\template C:\\\\letters\\\\a.dotm}"),
    ),
    "rtf_equation_object": Sample(
        "rtf",
        rich_text(rich_object(b"Equation.3", bytes(40))),
        rich_text("\\pard Dear all\\par" + rich_object(b"Package", packaged("a", b"b"))),
    ),
}
