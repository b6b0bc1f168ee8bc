"""What a DDE command in a document amounts to, in one finding for all its formats."""

from __future__ import annotations

import re

from analyzers.lib.strings import printable
from analyzers.model.observation import Finding, Severity

_OFFICE = re.compile(r"(?i)\W*(?:excel|winword|soffice|word)\b")
_RUNS = re.compile(r"(?i)cmd|powershell|mshta|\.exe|wscript|cscript|rundll32|regsvr32|msiexec")


def made(command: str, automatic: bool, where: str) -> Finding:
    """DDE to Office itself moves figures; to anything else it starts a program."""
    severity = Severity.MEDIUM if _OFFICE.match(command) else Severity.HIGH
    if _RUNS.search(command):
        severity = Severity.CRITICAL
    title = "A field starts a program through DDE" + (" on opening" if automatic else "")
    return Finding("office.dde", severity, title, printable(command, 300), printable(where))
