"""Excel 4 macro sheets: of binary workbooks, and of packages, which olevba does not read."""

from __future__ import annotations

import html
import re
import struct
from collections.abc import Iterator
from itertools import islice

from analyzers.lib import biff, biff12, biffcells
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
_SHEET = re.compile(r"<(?:\w{1,10}:)?sheet\s[^<>]{1,2000}>")
_ID = re.compile(r"\w:id=\"([^\"]{1,80})\"")
_LINK = re.compile(r"<(?:\w{1,10}:)?Relationship\s[^<>]{1,4000}>")
_IDENTIFIER = re.compile(r"\sId=\"([^\"]{1,80})\"")
_TARGET = re.compile(r"\sTarget=\"([^\"]{1,2000})\"")


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
    """Names, formulas and texts; the stream's strings where they cannot be listed."""
    own = list(islice(biffcells.listing(stream), CELLS)) if biffcells.readable(stream) else []
    if any(": =" in line for line in own):
        return own
    from oletools.thirdparty.oledump.plugin_biff import cBIFF

    lines = own
    try:
        for options in ("-o LABEL -r LN", "-c -r LN", "-o DCONN -s"):
            lines += map(str, cBIFF(name=[path], stream=stream, options=options).Analyze())
    except PARSER_FAILURES as problem:
        lines.append(f"(formulas cannot be listed: {reason(problem)}; strings only)")
        lines += [text for _, text in strings(stream)]
    return lines


def of_package(package: Package) -> Iterator[MacroModule]:
    """Every macro sheet as one module: a line a formula, "A1: =EXEC(...)"."""
    names = package.names(r"xl/(?:macrosheets|intlMacrosheets)/(?!binaryIndex)[^/]*\.(?:xml|bin)")
    if not names:
        return
    parts = package.names(r"xl/workbook\.bin")
    book = biff12.workbook(b"".join(map(package.read, parts[:1])))
    defined = [*_defined(package), *(f"{name}: {shown}" for name, shown in book.names)]
    hidden = _hidden(package, book)
    for name in names[:SHEETS]:
        last = name.rpartition("/")[2]
        state = hidden.get(last.casefold(), "")
        head = ["Excel 4.0 macro sheet" + (f", {state}" if state else ""), *defined]
        data = package.read(name)
        lines = _binary(data, book) if name.endswith(".bin") else _formulas(decoded(data))
        yield MacroModule(printable(last), name, "XLM", "\n".join(head + lines))


def _defined(package: Package) -> list[str]:
    book = decoded(b"".join(map(package.read, package.names(r"xl/workbook\.xml")[:1])))
    return [f"{name}: {html.unescape(to)}" for name, to in _NAME.findall(book)]


def _hidden(package: Package, book: biff12.Workbook) -> dict[str, str]:
    """File name of each hidden sheet's part, and how it is hidden; all macro sheets under one
    word where the book does not say which part is which."""
    markup = decoded(b"".join(map(package.read, package.names(r"xl/workbook\.xml")[:1])))
    states = {relation: state for relation, _name, state in book.sheets if state}
    for match in _SHEET.finditer(markup):
        relation, state = _ID.search(match.group()), _HIDDEN.search(match.group())
        if state:
            word = "very hidden" if state.group(1) == "veryHidden" else "hidden"
            states[relation.group(1) if relation else ""] = word
    targets: dict[str, str] = {}
    for part in package.names(r"xl/_rels/workbook\.(?:xml|bin)\.rels"):
        for link in _LINK.findall(decoded(package.read(part))):
            identifier, target = _IDENTIFIER.search(link), _TARGET.search(link)
            if identifier and target and identifier.group(1) in states:
                last = target.group(1).rpartition("/")[2].casefold()
                targets[last] = states[identifier.group(1)]
    if states and not targets:
        names = package.names(r"xl/(?:macrosheets|intlMacrosheets)/[^/]*")
        return {name.rpartition("/")[2].casefold(): max(states.values()) for name in names}
    return targets


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


def _binary(data: bytes, book: biff12.Workbook) -> list[str]:
    """The cells of a binary sheet; its strings where none can be read."""
    try:
        lines = list(islice(biff12.cells(data, book.book), CELLS))
    except struct.error:
        lines = []
    if lines:
        return lines
    return ["(binary sheet: strings only)", *(text for _, text in strings(data))][:CELLS]
