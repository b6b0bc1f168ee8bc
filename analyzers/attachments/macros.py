"""Macros of Office documents: their source, when they start, what they do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzers.lib import macrosheet, macrotexts
from analyzers.lib.compound import SIGNATURE, Compound
from analyzers.lib.failures import PARSER_FAILURES, reason
from analyzers.lib.macrocode import SCANNED, Reading, read
from analyzers.lib.macropath import steps, way_to
from analyzers.lib.opc import Package
from analyzers.lib.quiet import quiet
from analyzers.lib.stomping import PROJECT_BYTES, compared
from analyzers.lib.strings import printable
from analyzers.lib.vbaproject import protection
from analyzers.model.artifact import Artifact
from analyzers.model.document import MacroModule
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

if TYPE_CHECKING:
    from oletools import olevba

MODULES = 200
SHOWN = 512 << 10  # characters of one module that are shown
_ATTRIBUTES = re.compile(r"(?m)^Attribute VB_\w+ = .*\r?\n?")
# What olevba takes for Office XML; any other text it would read as source.
_MAY_HOLD = re.compile(
    rb"office/word/2003/wordml|office/2006/xmlPackage|(?i:mime-version[\s\S]{0,400}multipart)"
)
_PACKAGES = frozenset("docx docm xlsx xlsm xlsb pptx pptm vsdx".split())  # noqa: SIM905 - reads better


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    if artifact.kind in _PACKAGES:
        yield from _package(artifact, context)
        return
    if artifact.kind in ("xml", "mht") and not _MAY_HOLD.search(artifact.data):
        return
    modules, notes = _project(artifact.name or "document", artifact.data)
    yield from notes
    yield from _judged(modules)


def _package(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """Each OLE part is read by itself: olevba would unpack the package without bounds."""
    modules: list[MacroModule] = []
    with Package(artifact.data, context.limits) as package:
        for name, data in package.starting(SIGNATURE):
            try:
                found, notes = _project(name, data)
            except Unreadable as problem:
                yield Fact(f"Part {printable(name)}", str(problem))
                continue
            modules += found
            yield from notes
        modules += macrosheet.of_package(package)
        if modules:
            modules += macrotexts.of_package(package)
        yield from package.unread()
    yield from _judged(modules)


def _project(name: str, data: bytes) -> tuple[list[MacroModule], list[Observation]]:
    """The modules of one OLE file or XML document, and what is wrong with its project."""
    with quiet():  # olevba's own imports warn
        from oletools import olevba
    try:
        with quiet():
            parser = olevba.VBA_Parser(name, data=data, relaxed=True)
            parser.vba_stomping_detected = False  # its own check only reads files on disk
            if parser.type == olevba.TYPE_TEXT:  # its last resort: any text might be source
                raise Unreadable("Not readable as an Office document")
            found = [*_modules(parser), *macrosheet.of_binary(data)]
            notes = [*_stomping(parser, found), *_locked(data)]
            if found:
                found += macrotexts.of_project(name, data)
            parser.close()
    except (olevba.OlevbaBaseException, *PARSER_FAILURES) as problem:
        raise Unreadable(f"Macros cannot be read ({reason(problem)})") from problem
    return found[:MODULES], notes


def _modules(parser: olevba.VBA_Parser) -> Iterator[MacroModule]:
    if parser.detect_vba_macros():
        for _container, stream, name, code in parser.extract_all_macros():
            if isinstance(code, str) and _ATTRIBUTES.sub("", code).strip():
                yield _module(printable(name), printable(stream), "VBA", code)


def _module(name: str, stream: str, language: str, code: str) -> MacroModule:
    code = code.replace("\r\n", "\n")
    return MacroModule(name, stream, language, code[:SHOWN], len(code) > SHOWN)


def _stomping(parser: olevba.VBA_Parser, found: list[MacroModule]) -> list[Observation]:
    """Compiled code that says something else joins the modules, since it is what runs."""
    result = compared(parser, parser.get_vba_code_all_modules())
    said: list[Observation] = []
    if result.skipped:
        title = f"More than {PROJECT_BYTES >> 10} KiB of macros were not compared with their source"
        evidence = f"{result.skipped} bytes"
        rule = "limit.macro.compiled"
        said.append(Finding(rule, Severity.LOW, title, evidence, incomplete=True))
    if result.missing:
        title = "The compiled macro differs from its source: what runs is not what is shown"
        said.append(Finding("office.macro.stomped", Severity.HIGH, title, result.missing))
        found.append(_module("compiled code", "_VBA_PROJECT", "p-code", result.listing))
    return said


def _locked(data: bytes) -> Iterator[Finding]:
    """A project kept from being looked at; those who read it here need no password."""
    if not data.startswith(SIGNATURE):
        return
    with Compound(data) as compound:
        for path, stream in compound.named("PROJECT"):
            unviewable, how = protection(stream)
            where = printable(path)
            if unviewable:
                title = "The macro project is made so that no editor can show its source"
                yield Finding("office.macro.unviewable", Severity.MEDIUM, title, how, where)
            elif how:
                title = "The macro project is locked against being looked at"
                yield Finding("office.macro.locked", Severity.LOW, title, how, where)


def _judged(modules: list[MacroModule]) -> Iterator[Observation]:
    if not modules:
        yield Fact("Macros", "none")
        return
    yield from modules
    vba, sheets = (sum(m.language == language for m in modules) for language in ("VBA", "XLM"))
    yield Fact("Macros", f"{vba} VBA modules, {sheets} Excel 4 macro sheets")
    names = ", ".join(module.name for module in modules[:8])
    yield Finding("office.macro.present", Severity.MEDIUM, "The document holds macros", names)
    if sheets:
        yield from _sheet_findings([m for m in modules if m.language == "XLM"])
    try:
        reading = read(modules)
    except PARSER_FAILURES as problem:
        raise Unreadable(f"Macro source cannot be judged ({reason(problem)})") from problem
    yield from reading.signs
    path = steps(modules)
    yield from path
    yield Fact("MacroRaptor", f"{reading.flags} (automatic start, writes, executes)")
    yield from _findings(reading, way_to(path))
    source = "\n".join(f"' Module {m.name}\n{m.code}" for m in modules)
    yield Child("macros.vba", source.encode(), "text/x-vba", Relation.EMBEDDED)


def _sheet_findings(sheets: list[MacroModule]) -> Iterator[Finding]:
    title = "Excel 4 macro sheets: a macro language of 1992, today used to evade scanners"
    yield Finding("office.macro.sheet", Severity.MEDIUM, title)
    if any(re.search(r"macro sheet, (?:very )?hidden", sheet.code) for sheet in sheets):
        title = "The macro sheet is hidden"
        yield Finding("office.macro.hidden-sheet", Severity.HIGH, title)


def _findings(reading: Reading, way: str) -> Iterator[Finding]:
    where = {sign.keyword: f"{sign.module}, line {sign.line}" for sign in reading.signs}
    if reading.autoexec:
        title = "A macro starts by itself"
        place = where.get(reading.autoexec, "")
        severity = Severity.MEDIUM
        yield Finding("office.macro.autoexec", severity, title, reading.autoexec, place)
    act = "; ".join(filter(None, (reading.executes, reading.downloads)))
    if act and reading.autoexec:
        title = "A macro that starts by itself runs programs or fetches files"
        evidence = f"{reading.autoexec}: {act}"
        yield Finding("office.macro.executes", Severity.CRITICAL, title, evidence, way)
    elif act:
        title = "A macro can run programs or fetch files, once somebody starts it"
        yield Finding("office.macro.able", Severity.HIGH, title, act)
    if reading.obfuscated:
        title = "Macro source is obfuscated"
        yield Finding("office.macro.obfuscated", Severity.HIGH, title, reading.obfuscated)
    if reading.truncated:
        title = f"Only the first {SCANNED >> 10} KiB of macro source were judged"
        yield Finding("limit.macro.code", Severity.MEDIUM, title)


UNIT = Unit(
    "macros",
    version=3,
    kinds=_PACKAGES | {"doc", "xls", "ppt", "ole", "vsd", "pub", "mpp", "xml", "mht"},
    examine=examine,
    imports=(
        "oletools.thirdparty.oledump.plugin_biff",
        "oletools.olevba",
        "oletools.mraptor",
        "oletools.ppt_parser",
        "oletools.oleform",
        "pcodedmp.pcodedmp",
        "olefile",
        "bz2",
        "lzma",
    ),
)
