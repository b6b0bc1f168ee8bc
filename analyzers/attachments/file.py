"""Any artifact: whether its name, its declared type and its bytes tell the same story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import names
from analyzers.lib.entropy import IMPORTS, profile
from analyzers.lib.filler import measure
from analyzers.lib.trailing import appended, padding
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit
from analyzers.sniff import package

PADDED: Final = 1 << 20  # bytes of one value at the end; below this no scanner's limit is meant
PDF_TAIL: Final = 2_048  # bytes behind the last end mark that some writers add
MOSTLY: Final = 0.5  # of a file that is filler
RUNS: Final = names.words_of(
    "pe elf macho dex class apk msi lnk jar chm script js vbs ps1 bat wsf hta"
)
# Declared MIME types, by how they begin, and the kinds that may stand behind them.
_TYPES: Final = (
    ("image/svg", frozenset({"svg", "xml"})),
    ("image/", names.PICTURES | {"svg", "bin"}),
    ("audio/", names.MEDIA | {"bin"}),
    ("video/", names.MEDIA | {"bin"}),
    ("application/pdf", frozenset({"pdf"})),
    ("application/zip", names.ZIPS),
    ("application/msword", frozenset({"doc", "docx", "docm", "rtf", "ooxml-encrypted"})),
    ("application/vnd.ms-excel", frozenset({"xls", "xlsx", "xlsm", "xlsb", "ooxml-encrypted"})),
    ("application/vnd.openxmlformats", frozenset({"docx", "xlsx", "pptx", "ooxml-encrypted"})),
    ("message/rfc822", frozenset({"eml", "text", "mbox"})),
    ("text/calendar", frozenset({"ics", "text"})),
)
# Text has the entropy of its alphabet wherever one looks: a profile would tell nothing.
_WRITTEN: Final = names.words_of("eml mbox html svg xml text json csv ics vcf")
# Images of disks, uncompressed pictures and sounds, and data bases hold empty space by nature.
_HOLLOW: Final = names.words_of(
    "iso udf dmg vhd vhdx vmdk qcow disk fat ntfs tar wim bmp tiff psd emf wmf wav avi access "
    "sqlite pst csv text xml json eml mbox"
)
_MARKUP: Final = frozenset({"html", "hta", "svg", "script", "xml"})
# Kinds of text that are opened by their beginning, whatever follows it.
_BEFORE: Final = names.words_of("script js vbs ps1 bat wsf hta html svg xml reg inf")
_PARTS_OF_MAIL: Final = frozenset({"eml", "mbox", "msg", "tnef", "pst"})


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    yield Fact("Size", f"{len(artifact.data)} bytes")
    if artifact.kind == "empty":
        yield Finding("file.empty", Severity.INFO, "The file is empty")
        return
    if artifact.kind not in _WRITTEN:
        yield profile(artifact.data)
    if artifact.name:
        yield from _spelling(artifact.name)
        yield from _runs(artifact)
        yield from _contradiction(artifact)
    yield from _declared(artifact)
    yield from _ending(artifact)


def _spelling(name: str) -> Iterator[Finding]:
    shown = names.spelled(name)
    if characters := names.bidi(name):
        severity = Severity.HIGH if "OVERRIDE" in characters else Severity.MEDIUM
        title = "The name holds characters that change the order it is read in"
        yield Finding("file.name.bidi", severity, title, f"{shown} ({characters})")
    if inner := names.double_extension(name):
        title = f"A file that can run poses as .{inner}"
        yield Finding("file.name.double-extension", Severity.HIGH, title, shown)
    if names.padded(name):
        title = "A gap in the name pushes the real extension out of sight"
        yield Finding("file.name.padded", Severity.HIGH, title, shown)


def _runs(artifact: Artifact) -> Iterator[Finding]:
    ending = names.extension(artifact.name)
    shown = names.spelled(artifact.name)
    if ending in names.SCRIPTS or ending in names.SHORTCUTS:
        title = f"A double click runs it (.{ending})"
        yield Finding("file.name.script", Severity.HIGH, title, shown)
    elif ending in names.PROGRAMS and artifact.kind != "pe":
        title = f"The name is that of a program (.{ending})"
        yield Finding("file.name.program", Severity.HIGH, title, shown)
    elif ending in names.IMAGES_OF_DISKS:
        title = f"A disk image (.{ending}): what it holds escapes the mark of the web"
        yield Finding("file.name.disk-image", Severity.MEDIUM, title, shown)


def _contradiction(artifact: Artifact) -> Iterator[Finding]:
    ending, kind = names.extension(artifact.name), artifact.kind
    expected = names.EXPECTED.get(ending)
    if expected is None or kind in expected or (kind in ("bin", "text") and ending == "csv"):
        return
    title = f"The name says .{ending}, the content is {kind}"
    yield Finding("file.type.name", _weight(kind, ending), title, names.spelled(artifact.name))


def _weight(kind: str, claimed: str) -> Severity:
    """How bad it is that something claims to be something else."""
    if kind in RUNS and claimed not in names.PROGRAMS:
        return Severity.CRITICAL
    if kind in _MARKUP or kind in ("iso", "one", "docm", "xlsm", "pptm"):
        return Severity.MEDIUM
    return Severity.LOW


def _declared(artifact: Artifact) -> Iterator[Finding]:
    declared = artifact.declared_type.casefold().strip()
    expected = next((kinds for start, kinds in _TYPES if declared.startswith(start)), None)
    if expected is None or artifact.kind in expected or artifact.kind in _PARTS_OF_MAIL:
        return
    severity = Severity.MEDIUM if artifact.kind in RUNS | _MARKUP else Severity.LOW
    title = f"Sent as {declared}, the content is {artifact.kind}"
    yield Finding("file.type.declared", severity, title, names.spelled(artifact.name))


def _ending(artifact: Artifact) -> Iterator[Observation]:
    yield from _filler(artifact)
    yield from _archive_behind(artifact)
    start = appended(artifact.data, artifact.kind)
    if start is None:
        return
    tail = artifact.data[start:]
    known = _known_start(tail)
    if artifact.kind == "pdf":  # its own unit tells of it
        if known or len(tail) > PDF_TAIL:
            yield Child("appended data", tail, "", Relation.OVERLAY)
        return
    place = "picture" if artifact.kind in names.PICTURES else "file's own format"
    title = f"Behind the end of the {place} stands {known or 'more data'}"
    severity = Severity.HIGH if known else Severity.INFO
    yield Finding("file.appended", severity, title, f"{len(tail)} bytes", f"offset {start}")
    yield Child("appended data", tail, "", Relation.OVERLAY)


def _archive_behind(artifact: Artifact) -> Iterator[Observation]:
    """What runs or shows as text and is an archive at the same time, for whoever renames it."""
    if artifact.kind not in _BEFORE:
        return
    start = package.begins(artifact.data)
    if start is not None and artifact.data[start : start + 4] == b"PK\3\4":
        tail = artifact.data[start:]
        title = "Behind the text stands a ZIP archive"
        yield Finding(
            "file.appended", Severity.HIGH, title, f"{len(tail)} bytes", f"offset {start}"
        )
        yield Child("appended archive", tail, "", Relation.OVERLAY)


def _filler(artifact: Artifact) -> Iterator[Finding]:
    """At the end, or spread over the file; of kinds in which large emptiness is nothing odd."""
    data, size = artifact.data, len(artifact.data)
    if size <= PADDED or artifact.kind in _HOLLOW:
        return
    blank, filler = padding(data), measure(data)
    if max(blank, filler.share * size) <= PADDED or max(blank / size, filler.share) <= MOSTLY:
        return
    title = "The file is blown up with filler, as if to exceed a scanner's limit"
    share = max(blank / size, filler.share)
    evidence = f"about {share:.0%} of {size:,} bytes; it packs to 1/{filler.ratio:.0f}"
    if filler.unit:
        evidence += f"; repeated: {filler.unit.hex(' ')}"
    where = f"last {blank:,} bytes" if blank > PADDED else ""
    severity = Severity.MEDIUM if artifact.kind in RUNS else Severity.LOW
    yield Finding("file.padding", severity, title, evidence, where)


def _known_start(tail: bytes) -> str:
    starts = (
        (b"MZ", "a program"), (b"PK\3\4", "a ZIP archive"), (b"Rar!", "a RAR archive"),
        (b"7z\xbc\xaf", "a 7-Zip archive"), (b"%PDF", "a PDF"), (b"\x7fELF", "a program"),
        (b"<script", "script"), (b"<?php", "script"), (b"<html", "a web page"),
    )  # fmt: skip
    head = tail[:64].lstrip().lower()
    return next((word for start, word in starts if head.startswith(start.lower())), "")


# An empty file is wholly known by its being empty.
UNIT = Unit("file", 5, frozenset({"empty"}), examine, IMPORTS, general=True)
