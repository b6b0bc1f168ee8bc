"""Tables in text: comma-separated values and symbolic links (SLK), with what their formulas do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import formulas, reached, urls
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.document import MacroModule
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

READ: Final = 16 << 20  # bytes
_SAID: Final = 60  # findings about formulas of one table
_SHOWN: Final = 256 << 10  # characters of formulas that are kept
# What a spreadsheet takes for the start of a formula, at the start of a cell.
_CELL = re.compile(r"(?:^|[,;\t])[ ]{0,9}\"?[ ]{0,9}([=+@-][^\r\n]{3,8192})", re.M)
_SUSPECT = re.compile(r"[|(]")
_ADDRESS = re.compile(r"(?i)\bhttps?://[^\s\"'<>,;)]{3,2000}")
_AUTOMATIC = re.compile(r"(?i)auto_(?:open|close|activate|deactivate)")


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    text = _text(artifact.data[:READ])
    if len(artifact.data) > READ:
        title = f"Only the first {READ >> 20} MiB of the table were read"
        yield Finding("limit.table", Severity.MEDIUM, title)
    found = _records(text) if artifact.kind == "slk" else _cells(text)
    yield from _said(list(found))
    if artifact.kind == "slk":
        yield from _macro(text)


def _text(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("latin-1")


def _cells(text: str) -> Iterator[tuple[str, str]]:
    """Cells that a spreadsheet reads as formulas, with their line."""
    line, place = 1, 0
    for match in _CELL.finditer(text):
        if _SUSPECT.search(match.group(1)):
            line += text.count("\n", place, match.start(1))
            place = match.start(1)
            yield match.group(1), f"line {line}"


def _records(text: str) -> Iterator[tuple[str, str]]:
    """Formulas of C and NN records; ";" inside one is doubled."""
    x = y = "1"
    for record in text.replace("\r", "\n").split("\n"):
        if not record.startswith(("C;", "F;", "NN;")):
            continue
        fields = [part.replace("\0", ";") for part in record.replace(";;", "\0").split(";")]
        given = {part[:1]: part[1:] for part in fields[1:]}
        x, y = given.get("X", x), given.get("Y", y)
        if record.startswith("NN;"):
            yield given.get("E", ""), f"name {printable(given.get('N', ''), 60)}"
        elif "E" in given:
            yield given["E"], f"row {y[:9]} column {x[:9]}"


def _said(found: list[tuple[str, str]]) -> Iterator[Observation]:
    reckoned = [f"{where}: ={formula.lstrip('=')}" for formula, where in found if formula]
    if reckoned:
        yield Fact("Formulas", str(len(reckoned)))
        code = "\n".join(reckoned)
        yield MacroModule("formulas", "table", "XLM", code[:_SHOWN], len(code) > _SHOWN)
    said = 0
    for formula, where in found:
        for finding in formulas.judged(formula, where):
            said += 1
            if said > _SAID:
                title = f"Only the first {_SAID} formulas that reach out are listed"
                yield Finding("limit.table", Severity.MEDIUM, title)
                return
            yield finding
    goals = [url for formula, _ in found[:2_000] for url in _ADDRESS.findall(formula)]
    yield from reached.recorded(goals[:200], "formula")


def _macro(text: str) -> Iterator[Finding]:
    """An SLK file opens as a macro sheet when its options say so, whatever Excel blocks."""
    options = re.search(r"(?m)^O;(?:[^\r\n]{0,200};)?E(?:;|\r|\n|$)", text)
    if options:
        title = "The table opens as a sheet of macros, outside of protected view"
        yield Finding("table.macro", Severity.MEDIUM, title, printable(options.group().strip()))
    if match := _AUTOMATIC.search(text):
        title = "A macro of the table starts when it is opened"
        yield Finding("table.macro.autoexec", Severity.HIGH, title, match.group())


UNIT = Unit("table", 1, frozenset({"csv", "slk"}), examine, (*urls.IMPORTS,))
