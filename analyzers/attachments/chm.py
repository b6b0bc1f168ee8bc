"""Compiled help (.chm): what it lists, and its pages and scripts into the tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import names
from analyzers.lib.itsf import Entry, Help
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

MEMBERS: Final = 2_000  # listed
PAGES: Final = 100  # handed on: those that run first, then pages in the order of the directory
_OWN: Final = ("::", "/#", "/$")  # the format's own files
_FIRST: Final = names.DANGEROUS | names.MACRO_DOCUMENTS
_PAGE: Final = frozenset({"htm", "html", "xht", "xhtml", "svg", "xml", "hhc", "hhk"})


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    help_file = Help(artifact.data)
    own = [e for e in help_file.entries if not e.name.startswith(_OWN) and e.size]
    yield Fact("Members", f"{len(own)}")
    yield Fact("Language", f"{help_file.language:#06x}")
    packed = any(entry.section for entry in own)
    unpacked = help_file.unpacked() if packed else b""
    given = set(_chosen(own, context))
    for entry in own[:MEMBERS]:
        data = _content(help_file, entry, unpacked)
        note = "" if data is not None else "not unpacked"
        yield ArchiveMember(entry.name, entry.size, entry.size, encrypted=False, note=note)
        yield from _named(entry)
        if data and entry in given:
            yield Child(entry.name.lstrip("/"), data, "", Relation.MEMBER)
    yield from _missing(help_file, own, len(given))


def _chosen(own: list[Entry], context: Context) -> Iterator[Entry]:
    """What may act, before pictures and style sheets, within the bounds."""
    room = context.limits.child_bytes
    ordered = sorted(own, key=_order)
    for entry in ordered[: min(PAGES, context.limits.children)]:
        room -= entry.size
        if room < 0 or entry.size > context.limits.member_bytes:
            return
        yield entry


def _order(entry: Entry) -> int:
    ending = names.extension(entry.name)
    return 0 if ending in _FIRST else 1 if ending in _PAGE else 2


def _content(help_file: Help, entry: Entry, unpacked: bytes) -> bytes | None:
    if entry.section == 0:
        return help_file.open(entry)
    data = unpacked[entry.offset : entry.offset + entry.size]
    return data if entry.section == 1 and len(data) == entry.size else None


def _named(entry: Entry) -> Iterator[Finding]:
    ending = names.extension(entry.name)
    if ending in names.DANGEROUS and ending != "js":  # pages of help have scripts as any page
        title = f"The help file brings a file that can run (.{ending})"
        yield Finding("chm.member.executable", Severity.HIGH, title, names.spelled(entry.name))


def _missing(help_file: Help, own: list[Entry], given: int) -> Iterator[Finding]:
    if help_file.damage:
        title = "The compressed part of the help file was not unpacked to its end"
        evidence = printable(help_file.damage)
        yield Finding("chm.unpacked", Severity.LOW, title, evidence, incomplete=True)
    if len(own) > MEMBERS or given < min(len(own), 1 + PAGES):
        title = f"Only {given} of {len(own)} files of the help file were examined"
        acting = sum(_order(entry) < 2 for entry in own)
        lost = acting > given
        severity = Severity.LOW if lost else Severity.INFO
        yield Finding("limit.chm.members", severity, title, incomplete=lost)


UNIT = Unit("compiled help", 1, frozenset({"chm"}), examine)
