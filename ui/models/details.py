"""The tables below a chosen artifact, as rows of cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.authentication import SignedContent
from analyzers.model.body import Code
from analyzers.model.calendar import CalendarEvent
from analyzers.model.document import ArchiveMember, MacroModule, MacroSign, MacroStep
from analyzers.model.executable import FoundString, ImportedLibrary, Section
from analyzers.model.rule import RuleMatch
from ui.models.copies import many
from ui.models.entropy import DENSE
from ui.models.kinds import size_word
from ui.models.standing import OUTCOMES, SEVERITIES, findings, missing
from ui.models.table import Cell
from ui.tokens import Tone

Rows = list[tuple[Cell, ...]]
R = TypeVar("R")

FINDINGS = ("Weight", "Finding", "Evidence", "Place")
UNITS = ("Analyser", "Outcome", "Found", "Detail")
RULES = ("Rule", "String", "Offset", "Length", "Matched", "Pack", "Meaning")
SIGNS = ("Kind", "Keyword", "Place", "Technique", "What it means")
STEPS = ("Runs by itself", "Place", "Called by", "Runs or fetches")
SECTIONS = ("Section", "Address", "In memory", "Offset", "In file", "Entropy", "Rights")
STRINGS = ("Offset", "Encoding", "Text")
IMPORTS = ("Library", "Functions")
MEMBERS = ("Member", "Size", "Packed", "Protected", "Content")
FACTS = ("Property", "Value")
CODES = ("Kind", "Says (defanged)", "Drawn as", "Where", "Remarks")
EVENTS = ("Event", "Organiser", "Start", "End", "Method", "Attendees", "Place")
SIGNED = ("Format", "Result", "Content", "Signer", "Addresses", "Issuer", "Valid", "Remarks")


def records(analysis: Analysis, node: Node, kind: type[R]) -> list[R]:
    return [record for record in analysis.records(node) if isinstance(record, kind)]


def finding_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (
            Cell(SEVERITIES[one.severity].word, SEVERITIES[one.severity].tone),
            Cell(one.title),
            Cell(one.evidence),
            Cell(one.where),
        )
        for one in findings(analysis, node)
    ]


def unit_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (Cell(run.unit), _outcome(run), _found(run), Cell(_detail(run)))
        for run in analysis.examined(node).examinations
    ]


def _outcome(run: Examination) -> Cell:
    complete = run.outcome is Outcome.COMPLETE
    return Cell(OUTCOMES[run.outcome], None if complete else Tone.UNKNOWN)


def _found(run: Examination) -> Cell:
    count = len(run.findings)
    if count:
        worst = SEVERITIES[max(finding.severity for finding in run.findings)]
        return Cell(f"{count} {'finding' if count == 1 else 'findings'}", worst.tone)
    return Cell("nothing" if run.outcome is Outcome.COMPLETE else "")


def _detail(run: Examination) -> str:
    titles = " · ".join(dict.fromkeys(finding.title for finding in run.findings))
    known = many(len(run.records), "record") if run.records and not titles else ""
    cost = f"{run.cpu_ms:,.0f} ms" if run.cpu_ms >= 1 else ""
    return " · ".join(text for text in (missing(run), titles, known, cost) if text)


def rule_rows(analysis: Analysis, node: Node) -> Rows:
    """One row for each place that matched; a rule without strings has a row of its own."""
    return [row for match in records(analysis, node, RuleMatch) for row in _rule(match)]


def _rule(match: RuleMatch) -> Rows:
    about = dict(match.meta)
    meaning = about.get("title") or about.get("description", "")
    pack = f"{match.pack}: {match.namespace}" if match.pack else match.namespace
    places = [
        (one.identifier, f"0x{one.offset:X}", str(one.length), one.excerpt) for one in match.strings
    ]
    if match.more:
        places.append(("…", "", "", f"and {many(match.more, 'further place')}"))
    return [
        tuple(Cell(text) for text in (match.rule, *place, pack, meaning))
        for place in places or [("", "", "", "")]
    ]


def string_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (Cell(f"0x{one.offset:X}"), Cell(one.encoding), Cell(one.text))
        for one in records(analysis, node, FoundString)
    ]


def sign_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (
            Cell(one.kind, _sign_tone(one)),
            Cell(one.keyword),
            Cell(_place(one)),
            Cell(one.technique),
            Cell(one.description),
        )
        for one in records(analysis, node, MacroSign)
    ]


def step_rows(analysis: Analysis, node: Node) -> Rows:
    """The way from what Office starts, each procedure below its depth."""
    return [
        (
            Cell("  " * one.depth + one.procedure, Tone.SUSPICIOUS if one.acts else None),
            Cell(f"{one.module}, line {one.line}"),
            Cell(f"{one.caller}, line {one.call_line}" if one.caller else "Office"),
            Cell(one.acts),
        )
        for one in records(analysis, node, MacroStep)
    ]


def _sign_tone(sign: MacroSign) -> Tone:
    return Tone.SUSPICIOUS if sign.kind in ("AutoExec", "Suspicious") else Tone.INFO


def _place(sign: MacroSign) -> str:
    return f"{sign.module}, line {sign.line}" if sign.line else sign.module


def marked_lines(analysis: Analysis, node: Node, module: MacroModule) -> frozenset[int]:
    """Lines of a module that a sign points at, and where what runs by itself begins and calls."""
    signs = records(analysis, node, MacroSign)
    steps = records(analysis, node, MacroStep)
    places = [(one.module, one.line) for one in signs]
    places += [(one.module, one.line) for one in steps]
    places += [(one.caller_module, one.call_line) for one in steps]
    return frozenset(line for name, line in places if line and name == module.name)


def section_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (
            Cell(one.name),
            Cell(f"0x{one.virtual_address:X}"),
            Cell(f"{one.virtual_size:,}"),
            Cell(f"0x{one.offset:X}"),
            Cell(f"{one.size:,}"),
            Cell(f"{one.entropy:.2f}", Tone.SUSPICIOUS if one.entropy >= DENSE else None),
            Cell(one.flags),
        )
        for one in records(analysis, node, Section)
    ]


def import_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (Cell(one.library), Cell(", ".join(one.functions)))
        for one in records(analysis, node, ImportedLibrary)
    ]


def member_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (
            Cell(one.name),
            Cell(size_word(one.size)),
            Cell(size_word(one.packed)),
            Cell("encrypted", Tone.SUSPICIOUS) if one.encrypted else Cell("no"),
            Cell(f"not examined: {one.note}", Tone.UNKNOWN) if one.note else Cell("examined"),
        )
        for one in records(analysis, node, ArchiveMember)
    ]


def code_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (
            Cell(one.format),
            Cell(one.text, Tone.SUSPICIOUS if "://" in one.text else None, defang=True),
            Cell(one.drawn),
            Cell(_region(one)),
            Cell(one.note),
        )
        for one in records(analysis, node, Code)
    ]


def _region(code: Code) -> str:
    place = f"{code.width} × {code.height} at {code.x}, {code.y}" if code.width >= 0 else ""
    return " · ".join(part for part in (code.picture, place) if part)


def event_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (
            Cell(one.summary),
            Cell(f"{one.organizer.name} <{one.organizer.address}>".strip()),
            Cell(one.start),
            Cell(one.end),
            Cell(one.method),
            Cell(", ".join(a.person.address or a.person.name for a in one.attendees)),
            Cell(one.location, defang=True),
        )
        for one in records(analysis, node, CalendarEvent)
    ]


def signed_rows(analysis: Analysis, node: Node) -> Rows:
    return [
        (
            Cell(one.format),
            Cell(one.result or "could not check", _SIGNED.get(one.result, Tone.UNKNOWN)),
            Cell("opened" if one.opened else "not opened", None if one.opened else Tone.UNKNOWN),
            Cell(one.signer),
            Cell(", ".join(one.addresses)),
            Cell(one.issuer),
            Cell(f"{one.not_before} – {one.not_after}" if one.not_after else ""),
            Cell(one.detail),
        )
        for one in records(analysis, node, SignedContent)
    ]


# A signature that holds shows who signed; no root is asked whether that name is true.
_SIGNED = {"pass": Tone.INFO, "fail": Tone.SUSPICIOUS}


def fact_rows(analysis: Analysis, node: Node) -> Rows:
    return [(Cell(label), Cell(value)) for label, value in _facts(analysis, node)]


def _facts(analysis: Analysis, node: Node) -> Iterator[tuple[str, str]]:
    if node.declared_type:
        yield "Declared type (a claim)", node.declared_type
    for run in analysis.examined(node).examinations:
        for fact in run.facts:
            yield fact.label, fact.value


def identity(node: Node) -> str:
    """Name, size and hashes in lines, for a ticket or another tool."""
    return "\n".join(
        (
            node.name or "(no name)",
            f"{node.size} bytes",
            f"sha256 {node.sha256}",
            f"sha1 {node.sha1}",
            f"md5 {node.md5}",
        )
    )
