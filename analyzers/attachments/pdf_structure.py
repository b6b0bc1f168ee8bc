"""PDF: how the file is built, how often it was saved, what its names announce, what was mended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import pdffile, pdfscan
from analyzers.lib.candidates import ASKS
from analyzers.lib.pdfscan import Revision, Scan
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

_SHOWN: Final = 8  # objects, names or warnings listed in one finding
_TAIL: Final = 2_048  # bytes behind the last end mark that some writers add
_ACTIVE: Final = frozenset(
    {"JS", "JavaScript", "OpenAction", "AA", "Launch", "EmbeddedFile", "SubmitForm", "ImportData"}
)


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    scan = artifact_scan(artifact, context)
    yield from _facts(scan)
    yield from _header(scan)
    yield from _names(scan)
    yield from _revisions(scan.revisions)
    yield from _behind(artifact.data, scan)
    if scan.full:
        title = "The compressed objects of the PDF were not all searched for names"
        yield Finding("limit.pdf.objects", Severity.LOW, title)
    yield from _damage(artifact, context)


def artifact_scan(artifact: Artifact, context: Context) -> Scan:
    """The raw reading, made once for all units of a visit."""
    return context.memo.once(_scan, artifact)


def _scan(artifact: Artifact) -> Scan:
    return pdfscan.read(artifact.data)


def _facts(scan: Scan) -> Iterator[Fact]:
    yield Fact("PDF version", scan.version or "none given")
    yield Fact("Objects", f"{scan.objects} objects, {scan.streams} streams")
    if scan.names:
        told = ", ".join(
            f"{name} {scan.names[name]}" for name in pdfscan.TELLING if scan.names[name]
        )
        yield Fact("Telling names", told)
    if len(scan.revisions) > 1:
        yield Fact("Savings", f"{len(scan.revisions)}, at {_ends(scan.revisions)}")


def _ends(revisions: tuple[Revision, ...]) -> str:
    more = f" and {len(revisions) - _SHOWN} more" if len(revisions) > _SHOWN else ""
    return ", ".join(f"{each.end} bytes" for each in revisions[:_SHOWN]) + more


def _header(scan: Scan) -> Iterator[Finding]:
    if scan.offset > 0:
        title = "The PDF begins behind other bytes, which other programs read as another file"
        yield Finding("pdf.header.offset", Severity.LOW, title, "", f"offset {scan.offset}")
    elif scan.offset < 0:
        title = "The PDF has no version where readers look for one"
        yield Finding("pdf.header.missing", Severity.LOW, title)


def _names(scan: Scan) -> Iterator[Finding]:
    if scan.escaped:
        title = "Names that make a reader act are written so that a search does not find them"
        shown = ", ".join(f"{name} = /{pdfscan.plain(name[1:])}" for name in scan.escaped[:_SHOWN])
        yield Finding("pdf.name.escaped", Severity.HIGH, title, shown)


def _revisions(revisions: tuple[Revision, ...]) -> Iterator[Finding]:
    for count, each in enumerate(revisions[1:], 2):
        added = sorted(_ACTIVE.intersection(each.names) - set(revisions[0].names))
        if added:
            title = "A later saving added what makes a reader act"
            where = f"saving {count}, before offset {each.end}"
            yield Finding("pdf.update.active", Severity.LOW, title, _changes(each, added), where)
            return
    changed = [each for each in revisions[1:] if each.replaced]
    if changed:
        title = "The PDF was changed after it was first saved"
        yield Finding("pdf.update", Severity.INFO, title, _changes(changed[-1], []))


def _changes(revision: Revision, added: list[str]) -> str:
    new = len(revision.objects) - len(revision.replaced)
    listed = ", ".join(str(number) for number in revision.replaced[:_SHOWN])
    lines = [f"{new} objects new, {len(revision.replaced)} replaced ({listed})"]
    return "\n".join([*lines, *(f"names: {', '.join(added)}" for _ in added[:1])])


def _behind(data: bytes, scan: Scan) -> Iterator[Finding]:
    end = data.rfind(b"%%EOF")
    tail = data[end + 5 :] if end >= 0 else b""
    if len(tail.strip(b"\0 \t\r\n")) > _TAIL:
        title = "Behind the end of the PDF stands more data"
        where = f"offset {end + 5}"
        yield Finding("pdf.appended", Severity.LOW, title, f"{len(tail)} bytes", where)


def _damage(artifact: Artifact, context: Context) -> Iterator[Observation]:
    opened = pdffile.opened(artifact, context)
    if opened.warnings:
        title = "The PDF is damaged: readers mend it, each in its own way"
        shown = "\n".join(opened.warnings[:_SHOWN])
        yield Finding("pdf.damaged", Severity.LOW, title, shown)


UNIT = Unit("pdf-structure", 2, frozenset({"pdf"}), examine, pdffile.IMPORTS, ASKS)
