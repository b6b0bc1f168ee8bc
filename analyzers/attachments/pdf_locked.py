"""Encrypted PDFs: which password opens them, what their owner forbids, or that none was found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzers.lib import pdffile
from analyzers.lib.candidates import ASKS
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

if TYPE_CHECKING:
    import pikepdf


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    opened = pdffile.opened(artifact, context)
    if not opened.locked:
        return
    if opened.document is None:
        title = "The PDF is encrypted"
        yield Finding("pdf.encrypted", Severity.MEDIUM, title, f"{opened.tried} passwords tried")
        yield pdffile.password_needed(artifact)
        return
    yield from _method(opened.document)
    if opened.candidate.password:
        told = bool(opened.candidate.told)
        given = "the mail gives the password" if told else "a known password opened it"
        title, evidence = f"The PDF is encrypted, and {given}", opened.candidate.evidence
        yield Finding("pdf.encrypted.opened", Severity.MEDIUM, title, evidence)
        yield Fact("Password", opened.candidate.password)
        return
    title = "The PDF is encrypted without a password: readers open it, some scanners do not"
    yield Finding("pdf.encrypted.open", Severity.INFO, title)


def _method(document: pikepdf.Pdf) -> Iterator[Fact]:
    how = document.encryption
    yield Fact("Encryption", f"{how.stream_method.name}, {how.bits} bits, revision {how.R}")
    allowed = document.allow
    closed = [
        name for name in ("extract", "modify_other", "print_highres") if not getattr(allowed, name)
    ]
    if closed:
        said = {"extract": "copying", "modify_other": "changes", "print_highres": "printing"}
        yield Fact("Forbidden by its owner", ", ".join(said[name] for name in closed))


UNIT = Unit("pdf-encryption", 1, frozenset({"pdf"}), examine, pdffile.IMPORTS, ASKS)
