"""Excel 4 macro sheets: of binary workbooks, and of packages, which olevba does not read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from analyzers.lib import biff
from analyzers.lib.compound import SIGNATURE, Compound
from analyzers.lib.failures import PARSER_FAILURES, reason
from analyzers.lib.opc import Package, decoded
from analyzers.lib.strings import printable, strings
from analyzers.model.document import MacroModule

CELLS = 20_000
SHEETS = 50
_CELL = re.compile(r"<(?:\w{1,10}:)?c\s[^<>]{0,200}?r=\"([A-Z]{1,3}\d{1,7})\"[^<>]{0,200}>")
_FORMULA = re.compile(r"<(?:\w{1,10}:)?f(?:\s[^<>]{0,200})?>([^<]{1,8192})<")
_VALUE = re.compile(r"<(?:\w{1,10}:)?v>([^<]{1,8192})<")
_NAME = re.compile(
    r"<(?:\w{1,10}:)?definedName\s[^<>]{0,300}?name=\"([^\"]{1,255})\"[^<>]{0,300}>([^<]{1,300})<"
)
_HIDDEN = re.compile(r"state=\"(veryHidden|hidden)\"")


def of_binary(data: bytes) -> Iterator[MacroModule]:
    """The macro sheets of a binary workbook as one module; nothing for any other file.

    olevba asks whether the file claims to be Excel's, and a hostile one need not.
    """
    if not data.startswith(SIGNATURE):
        return
    with Compound(data) as compound:
        for path, stream in compound.named("Workbook", "Book"):
            sheets = [sheet for sheet in biff.sheets(stream) if sheet.macros]
            if sheets:
                lines = [_headline(sheet) for sheet in sheets] + _listing(path, stream)
                code = "\n".join(lines[:CELLS]).replace("\0", "")
                yield MacroModule("macro sheets", printable(path), "XLM", code)


def _headline(sheet: biff.Sheet) -> str:
    hidden = f", {sheet.hidden}" if sheet.hidden else ""
    return f"Excel 4.0 macro sheet{hidden}: {printable(sheet.name)}"


def _listing(path: str, stream: bytes) -> list[str]:
    """Labels, formulas and data connections; the stream's strings where they cannot be listed."""
    from oletools.thirdparty.oledump.plugin_biff import cBIFF

    lines: list[str] = []
    try:
        for options in ("-o LABEL -r LN", "-c -r LN", "-o DCONN -s"):
            lines += map(str, cBIFF(name=[path], stream=stream, options=options).Analyze())
    except PARSER_FAILURES as problem:
        lines.append(f"(formulas cannot be listed: {reason(problem)}; strings only)")
        lines += [text for _, text in strings(stream)]
    return lines


def of_package(package: Package) -> Iterator[MacroModule]:
    """Every macro sheet as one module: a line a formula, "A1: =EXEC(...)"."""
    names = package.names(r"xl/(?:macrosheets|intlMacrosheets)/[^/]*\.(?:xml|bin)")
    if not names:
        return
    book = decoded(b"".join(map(package.read, package.names(r"xl/workbook\.xml"))))
    head = ["Excel 4.0 macro sheet" + (", very hidden" if _HIDDEN.search(book) else "")]
    head += [f"{name}: {html.unescape(to)}" for name, to in _NAME.findall(book)]
    for name in names[:SHEETS]:
        data = package.read(name)
        lines = _binary(data) if name.endswith(".bin") else _formulas(decoded(data))
        yield MacroModule(printable(name.rpartition("/")[2]), name, "XLM", "\n".join(head + lines))


def _formulas(markup: str) -> list[str]:
    """The formulas with their cells, values of cells without formula included."""
    lines: list[str] = []
    cells = list(_CELL.finditer(markup))[:CELLS]
    ends = [cell.start() for cell in cells[1:]] + [len(markup)]
    for cell, end in zip(cells, ends, strict=False):
        body = markup[cell.end() : min(end, cell.end() + 20_000)]
        if formula := _FORMULA.search(body):
            lines.append(f"{cell.group(1)}: ={html.unescape(formula.group(1))}")
        elif value := _VALUE.search(body):
            lines.append(f"{cell.group(1)}: {html.unescape(value.group(1))}")
    return lines


def _binary(data: bytes) -> list[str]:
    """Only the strings of a binary sheet: its formulas are token streams that are not decoded."""
    return ["(binary sheet: strings only)", *(text for _, text in strings(data))][:CELLS]
