"""Binary Office documents and embedded OLE objects: packages, classes, fields, properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from analyzers.lib import biff, ddefinding, names
from analyzers.lib.compound import Compound
from analyzers.lib.dde import in_stream
from analyzers.lib.lure import lure
from analyzers.lib.oleobject import (
    CLASS_WORDS,
    CLASSES,
    Package,
    linked_file,
    overflows,
    package,
    slide_objects,
)
from analyzers.lib.propertyset import LABELS, MORE_LABELS, summary
from analyzers.lib.strings import addresses, defang, printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

CHILDREN = 100
SEARCHED = 8 << 20  # bytes of a text stream
SUPBOOK = 0x01AE  # [MS-XLS] 2.4.271: where a book keeps its outside links
# Word 97 text streams; their letters lie either as cp1252 or as UTF-16LE.
_TEXTS = ("WordDocument", "Workbook", "Book", "PowerPoint Document")


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    with Compound(artifact.data) as compound:
        yield from _properties(compound)
        yield from _classes(compound)
        yield from _packages(compound)
        yield from _slides(compound)
        yield from _equations(compound)
        yield from _links(compound)
        yield from _texts(compound)
        if compound.damaged:
            evidence = ", ".join(map(printable, compound.damaged[:5]))
            title = "Streams of the document cannot be read"
            yield Finding("office.ole.damaged", Severity.LOW, title, evidence, incomplete=True)


def _properties(compound: Compound) -> Iterator[Fact]:
    for name, labels in (
        ("\x05SummaryInformation", LABELS),
        ("\x05DocumentSummaryInformation", MORE_LABELS),
    ):
        for _path, data in islice(compound.named(name), 1):
            for label, value in summary(data, labels):
                yield Fact(label, printable(value, 300))


def _classes(compound: Compound) -> Iterator[Finding]:
    for name, class_id in compound.class_ids():
        meaning = CLASSES.get(class_id, "")
        if meaning in CLASS_WORDS:
            severity, words = CLASS_WORDS[meaning]
            title = f"The document holds {words}"
            yield Finding("office.object.class", severity, title, class_id, printable(name))


def _packages(compound: Compound) -> Iterator[Observation]:
    found = 0
    for path, data in compound.named("\x01Ole10Native"):
        held = package(data)
        if held is not None and found < CHILDREN:
            found += 1
            yield from _package(held, path)
        elif target := linked_file(data):
            yield _linked_file(target, path)
    for path, data in compound.named("Package", "CONTENTS", "EmbeddedOdf"):
        if data and found < CHILDREN:
            found += 1
            yield Child(path.rpartition("/")[2], data, "", Relation.EMBEDDED)


def _linked_file(target: str, path: str) -> Finding:
    runs = names.extension(target) in names.DANGEROUS
    severity = Severity.HIGH if runs else Severity.LOW
    title = "A packaged link opens a file on the reader's computer"
    if runs:
        title = "A packaged link starts a program on the reader's computer"
    return Finding("office.object.local", severity, title, printable(target, 300), printable(path))


def _slides(compound: Compound) -> Iterator[Observation]:
    """Objects on slides, which lie packed inside the one stream of the presentation."""
    for _path, data in compound.named("PowerPoint Document"):
        for number, held in enumerate(islice(slide_objects(data), CHILDREN), 1):
            yield Child(f"object {number}", held, "", Relation.EMBEDDED)


def _package(held: Package, path: str) -> Iterator[Observation]:
    runs = names.extension(held.name) in names.DANGEROUS
    severity = Severity.HIGH if runs else Severity.LOW
    title = (
        "A file that can run is packed into the document" if runs else "A file is packed into it"
    )
    evidence = names.spelled(held.name)
    yield Finding("office.object.package", severity, title, evidence, printable(path))
    if held.source:
        yield Fact("Packed from", printable(held.source, 300))
    yield Child(held.name, held.data, "", Relation.EMBEDDED)


def _equations(compound: Compound) -> Iterator[Finding]:
    for path, data in compound.named("Equation Native"):
        if overflows(data):
            title = "An equation overflows the old Equation Editor (CVE-2017-11882 class)"
            where = printable(path)
            yield Finding("office.equation.overflow", Severity.CRITICAL, title, "", where)
            return


def _links(compound: Compound) -> Iterator[Finding]:
    """Addresses inside link objects: monikers that load a document or script on opening."""
    for path, data in compound.named("\x01Ole", "LinkInfo"):
        found = addresses(data[:SEARCHED], 5)
        if found:
            evidence = ", ".join(defang(url) for url in found)
            title = "A linked object loads an address when the document is opened"
            yield Finding("office.object.linked", Severity.HIGH, title, evidence, printable(path))


def _texts(compound: Compound) -> Iterator[Observation]:
    for path, data in compound.named(*_TEXTS):
        for command, automatic in in_stream(data[:SEARCHED]):
            yield ddefinding.made(command, automatic, path)
        if path.endswith("ook"):
            yield from _book_links(data, path)
        if request := _request(data[:SEARCHED]):
            title = "The text asks the reader to switch protection off"
            yield Finding("office.lure.enable", Severity.MEDIUM, title, request, path)


def _outside(place: str, path: str) -> Iterator[Observation]:
    if re.match(r"(?i)(?:https?|ftp):|\\\\", place):
        title = "A workbook takes values from another one elsewhere"
        shown = printable(defang(place), 300)
        yield Finding("office.workbook.remote", Severity.LOW, title, shown, path)
    else:
        yield Fact("Linked workbook", printable(place, 300))


def _book_links(data: bytes, path: str) -> Iterator[Observation]:
    """DDE links of a workbook: service and topic with 0x03 between them ([MS-XLS] 2.5.277)."""
    for kind, body in biff.records(data):
        if kind == SUPBOOK and len(body) > 5:
            raw = body[5:].decode("utf-16-le" if body[4] & 1 else "latin-1", "replace")
            service, separator, topic = raw.partition("\x03")
            if separator and service.isprintable() and not service.startswith("\x01"):
                yield ddefinding.made(f"{service} {topic}", True, path)
            elif place := biff.outside(raw):
                yield from _outside(place, path)


def _request(data: bytes) -> str:
    narrow = lure(data.decode("latin-1"))
    return printable(narrow or lure(data[: len(data) & ~1].decode("utf-16-le", "replace")), 200)


UNIT = Unit(
    "ole",
    version=2,
    kinds=frozenset({"doc", "xls", "ppt", "ole", "vsd", "pub", "mpp"}),
    examine=examine,
    imports=("olefile", "encodings.cp1251", "encodings.cp1250", "encodings.cp932"),
)
