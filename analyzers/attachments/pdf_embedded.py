"""PDF: the files inside it, however they hang there, each into the tree under its own name."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from analyzers.lib import names, pdffile
from analyzers.lib.candidates import ASKS
from analyzers.lib.pdfactions import OBJECTS, SECONDS, file_name
from analyzers.lib.pdffile import get, words
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

if TYPE_CHECKING:
    import pikepdf

FILES: Final = 500  # of one PDF
_SHOWN: Final = 8  # names listed in one finding


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    opened = pdffile.opened(artifact, context)
    if opened.document is None:
        yield pdffile.password_needed(artifact)
        return
    found, full = _files(opened.document)
    if found:
        yield Fact("Embedded files", str(len(found)))
        yield from _named([name for name, _, _ in found])
    for name, declared, stream in found:
        yield _file(name, declared, stream, context.limits.member_bytes)
    if full:
        title = "Not all of the PDF was searched for files"
        yield Finding("limit.pdf.files", Severity.LOW, title, f"{len(found)} files found")


def _named(found: list[str]) -> Iterator[Finding]:
    shown = ", ".join(names.spelled(name) for name in found[:_SHOWN])
    risky = [
        n for n in found if names.extension(n) in names.PROGRAMS | names.SCRIPTS | names.SHORTCUTS
    ]
    if risky:
        title = "The PDF carries a file that runs at a double click"
        evidence = ", ".join(names.spelled(name) for name in risky[:_SHOWN])
        yield Finding("pdf.embedded.program", Severity.HIGH, title, evidence)
    yield Finding("pdf.embedded", Severity.INFO, "The PDF carries files", shown)


def _file(name: str, declared: str, stream: Any, most: int) -> Child | Finding:
    """One file for the tree, or why it does not get there."""
    try:
        data = pdffile.content(stream)
    except Unreadable as problem:
        title = "A file inside the PDF could not be unpacked"
        evidence = f"{names.spelled(name)}: {problem}"
        rule, severity = "pdf.embedded.unread", Severity.MEDIUM
        return Finding(rule, severity, title, evidence, incomplete=True)
    if len(data) > most:
        title = "A file inside the PDF is larger than what is examined"
        return Finding("limit.pdf.files", Severity.MEDIUM, title, names.spelled(name))
    return Child(name, data, declared, Relation.EMBEDDED)


def _files(document: pikepdf.Pdf) -> tuple[list[tuple[str, str, Any]], bool]:
    """Name, declared type and stream of each, by whatever the file specification hangs on."""
    found: dict[tuple[int, int], tuple[str, str, Any]] = {}
    started = time.thread_time()
    for count, thing in enumerate(document.objects):
        if count >= OBJECTS or time.thread_time() - started > SECONDS or len(found) >= FILES:
            return list(found.values()), True
        for specification in _specifications(thing, 0):
            for key in ("/UF", "/F", "/DOS", "/Unix", "/Mac"):
                stream = get(get(specification, "/EF"), key)
                if stream is not None:
                    name = file_name(specification) or f"file {len(found) + 1}"
                    declared = words(get(stream, "/Subtype"), 100).lstrip("/")
                    found.setdefault(pdffile.identity(stream), (name, declared, stream))
    return list(found.values()), False


def _specifications(thing: Any, level: int) -> Iterator[Any]:
    """The dictionaries in an object that embed files."""
    import pikepdf

    try:
        if level > 10 or isinstance(thing, pikepdf.Stream) or not hasattr(thing, "unparse"):
            return
        if b"/EF" not in thing.unparse(resolved=True):
            return
    except pdffile.failures():
        return
    if isinstance(thing, pikepdf.Dictionary):
        if get(thing, "/EF") is not None:
            yield thing
        inner = [get(thing, key) for key in list(thing.keys())[:500]]
    else:
        inner = pdffile.listed(thing, 5_000)
    for each in inner:
        if hasattr(each, "objgen") and pdffile.identity(each) == (0, 0):
            yield from _specifications(each, level + 1)


UNIT = Unit("pdf-files", 1, frozenset({"pdf"}), examine, pdffile.IMPORTS, ASKS)
