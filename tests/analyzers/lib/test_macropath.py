"""The way through a macro project, from what Office starts."""

from __future__ import annotations

from analyzers.lib.macropath import STEPS, steps, way_to
from analyzers.model.document import MacroModule


def project(*codes: str) -> list[MacroModule]:
    return [MacroModule(f"M{n}", "s", "VBA", code) for n, code in enumerate(codes)]


def names(*codes: str) -> list[str]:
    return [step.procedure for step in steps(project(*codes))]


def test_nothing_runs_without_a_start() -> None:
    assert names("Sub A()\nB\nEnd Sub\nSub B()\nEnd Sub") == []


def test_events_of_documents_go_before_those_of_controls() -> None:
    code = "Sub b_Click()\nEnd Sub\nPrivate Sub Document_Open()\nEnd Sub"
    assert names(code) == ["Document_Open", "b_Click"]


def test_calls_in_circles_end() -> None:
    assert names("Sub AutoOpen()\nA\nEnd Sub\nSub A()\nAutoOpen\nA\nEnd Sub") == ["AutoOpen", "A"]


def test_a_procedure_of_the_same_module_goes_before_another() -> None:
    first = "Sub Auto_Open()\nGo\nEnd Sub\nSub Go()\nEnd Sub"
    found = steps(project(first, "Sub Go()\nShell x\nEnd Sub"))
    assert [step.module for step in found] == ["M0", "M0"]
    assert way_to(found) == ""


def test_the_way_names_each_station() -> None:
    second = 'Function Go()\nGo = URLDownloadToFile(0, "a", "b", 0, 0)\nEnd Function'
    found = steps(project("Sub Workbook_Open()\nx = Go()\nEnd Sub", second))
    assert way_to(found) == "Workbook_Open > Go > URLDownloadToFile"
    assert [(s.module, s.line, s.lines, s.depth) for s in found] == [
        ("M0", 1, 3, 0),
        ("M1", 1, 3, 1),
    ]


def test_a_procedure_without_an_end_is_ended_by_the_next() -> None:
    assert names("Sub AutoOpen()\nB\nSub B()\n") == ["AutoOpen", "B"]


def test_a_crowd_of_procedures_is_bounded() -> None:
    code = "\n".join(f"Sub A{n}()\nA{n + 1}\nEnd Sub" for n in range(3 * STEPS))
    assert len(names(f"Sub AutoOpen()\nA0\nEnd Sub\n{code}")) == STEPS
