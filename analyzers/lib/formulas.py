"""Formulas of text tables that do more than reckon: start programs, fetch, hand data on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib.refang import defang
from analyzers.lib.strings import printable
from analyzers.model.observation import Finding, Severity

LONGEST: Final = 8_192  # characters of one formula; Excel's own bound
_DDE = re.compile(
    r"([A-Za-z][\w.-]{0,60})\s{0,9}\|\s{0,9}('[^'\n]{0,2000}'|[^!\s'\n]{1,600})\s{0,9}!"
)
_PROGRAM = re.compile(
    r"(?i)\b(?:cmd|powershell|pwsh|mshta|wscript|cscript|rundll32|regsvr32|certutil|msiexec|bitsadmin"
    r"|curl|msexcel|explorer|wmic)\b|\.exe|https?:|\\\\"
)
_RUNS = re.compile(r"(?i)\b(EXEC|CALL|REGISTER(?:\.ID)?|FWRITE(?:LN)?|INITIATE|EXECUTE)\s{0,9}\(")
_FETCHES = re.compile(
    r"(?i)\b(WEBSERVICE|IMPORTXML|IMPORTDATA|IMPORTHTML|IMPORTFEED|IMAGE|RTD)\s{0,9}\("
)


def judged(formula: str, where: str) -> Iterator[Finding]:
    """What one formula would do beyond the table; nothing for one that only reckons."""
    formula = formula[:LONGEST]
    shown = printable(defang(formula) if "://" in formula else formula, 300)
    if match := _DDE.search(formula):
        dangerous = _PROGRAM.search(f"{match.group(1)} {match.group(2)}")
        severity = Severity.CRITICAL if dangerous else Severity.MEDIUM
        title = "A cell of the table starts a program through DDE"
        yield Finding("table.formula.dde", severity, title, shown, where)
    if match := _RUNS.search(formula):
        title = f"A cell of the table calls {match.group(1).upper()}, which runs or writes things"
        yield Finding("table.formula.runs", Severity.HIGH, title, shown, where)
    if match := _FETCHES.search(formula):
        title = f"A cell of the table calls {match.group(1).upper()}, which reaches out"
        yield Finding("table.formula.fetches", Severity.MEDIUM, title, shown, where)
