"""Rich Text documents: embedded objects, exploits of their readers, remote templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzers.lib import names
from analyzers.lib.dde import in_text
from analyzers.lib.failures import PARSER_FAILURES, reason
from analyzers.lib.lure import lure
from analyzers.lib.quiet import quiet
from analyzers.lib.strings import addresses, defang, printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

if TYPE_CHECKING:
    from oletools import rtfobj

PARSED = 16 << 20  # bytes; the object parser costs about 0.4 s of CPU a MiB
OBJECTS = 100
_HEADER = re.compile(rb"\{\\rtf1?[\\ \r\n{\d]")
_TEMPLATE = re.compile(rb"(?i)\{\s{0,20}\\\*\s{0,20}\\template\s{1,20}([^{}]{1,2000})")
_FIELD = re.compile(rb"(?i)\\fldinst\b([^}]{0,200}?\bDDE[^}]{1,800})")
_INFO = re.compile(rb"\{\\(author|operator|company|title)\s([^{}\\]{1,300})\}")
_LABELS = {b"author": "Author", b"operator": "Last saved by", b"company": "Company",
           b"title": "Title"}  # fmt: skip
_CONTROL = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,5}) ?\??|\\[a-zA-Z]{1,32}-?\d{0,10} ?|[{}\r\n]"
)


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    data = artifact.data
    if not data.lstrip()[:4].lower().startswith(b"{\\rt"):
        raise Unreadable("No Rich Text header")
    if not _HEADER.match(data.lstrip()[:8]):
        title = "The header is malformed: scanners may not see a document, Word opens it"
        yield Finding("rtf.header.malformed", Severity.MEDIUM, title, printable(data[:16]))
    if len(data) > PARSED:
        title = f"Only the first {PARSED >> 20} MiB were examined for objects"
        yield Finding("limit.rtf.size", Severity.MEDIUM, title)
    for match in _INFO.finditer(data[:PARSED]):
        yield Fact(_LABELS[match.group(1)], printable(match.group(2), 300))
    yield from _template(data[:PARSED])
    yield from _fields(data[:PARSED])
    yield from _objects(data[:PARSED])
    if request := lure(_text(data[: PARSED // 4])):
        title = "The text asks the reader to switch protection off"
        yield Finding("office.lure.enable", Severity.MEDIUM, title, printable(request, 200))


def _template(data: bytes) -> Iterator[Finding]:
    for match in _TEMPLATE.finditer(data):
        target = _text(match.group(1)).replace("\\\\", "\\").strip()
        if re.match(r"(?i)https?:|ftp:|file:|\\", target):
            title = "The document loads its template, with any macros in it, from the network"
            evidence = printable(defang(target), 300)
            yield Finding("rtf.template.remote", Severity.CRITICAL, title, evidence)


def _fields(data: bytes) -> Iterator[Finding]:
    for match in _FIELD.finditer(data):
        for command, automatic in in_text(_text(match.group(1))):
            title = "A field starts a program through DDE" + (" on opening" if automatic else "")
            yield Finding("office.dde", Severity.HIGH, title, printable(command, 300))


def _objects(data: bytes) -> Iterator[Observation]:
    if b"objdata" not in data:
        return
    with quiet():  # the package's own imports warn
        from oletools import rtfobj
    try:
        with quiet():
            parser = rtfobj.RtfObjParser(data)
            parser.parse()
    except PARSER_FAILURES as problem:
        raise Unreadable(f"Objects cannot be read ({reason(problem)})") from problem
    objects = parser.objects
    if objects and re.search(rb"\\objupdate\b", data):
        title = "An object is made to load as soon as the document is opened"
        yield Finding("rtf.object.update", Severity.HIGH, title)
    for number, held in enumerate(objects[:OBJECTS], 1):
        yield from _object(held, number)
    if len(objects) > OBJECTS:
        title = f"Only the first {OBJECTS} of {len(objects)} objects were taken out"
        yield Finding("limit.rtf.objects", Severity.MEDIUM, title)


def _object(held: rtfobj.RtfObject, number: int) -> Iterator[Observation]:
    where = f"object {number} at offset {held.start:#x}"
    raw = bytes(held.rawdata or b"")
    name = (held.class_name or b"").rstrip(b"\0")
    yield Fact(f"Object {number}", f"{printable(name) or 'no class'}, {len(raw)} bytes")
    if name.lower().startswith(b"equation") or b"equation.3" in raw[:200].lower():
        title = "An object for the old Equation Editor, which has no protection (CVE-2017-11882)"
        yield Finding("rtf.object.equation", Severity.CRITICAL, title, printable(name), where)
    if name.lower() in (b"ole2link", b"htmlfile", b"otkloadr.wrassembly.1"):
        title = "A linked object loads an address when the document is opened (CVE-2017-0199)"
        found = ", ".join(defang(url) for url in addresses(raw, 5)) or printable(name)
        yield Finding("rtf.object.link", Severity.HIGH, title, found, where)
    if not held.is_ole and len(raw) > 64:
        title = "Object data that no reader of objects understands: disguised, or damaged"
        yield Finding("rtf.object.unclear", Severity.LOW, title, printable(raw[:32]), where)
    yield from _content(held, raw, number, where)


def _content(held: rtfobj.RtfObject, raw: bytes, number: int, where: str) -> Iterator[Observation]:
    if held.is_package and held.olepkgdata:
        name = str(held.filename or f"package {number}")
        runs = names.extension(name) in names.DANGEROUS
        severity = Severity.HIGH if runs else Severity.LOW
        title = "A file is packed into the document" + (", and it can run" if runs else "")
        yield Finding("office.object.package", severity, title, names.spelled(name), where)
        if held.src_path:
            yield Fact("Packed from", printable(str(held.src_path), 300))
        yield Child(name, bytes(held.olepkgdata), "", Relation.EMBEDDED)
    elif held.is_ole and held.oledata:
        yield Child(f"object {number}", bytes(held.oledata), "", Relation.EMBEDDED)
    elif raw:
        yield Child(f"object {number}", raw, "", Relation.EMBEDDED)


def _text(data: bytes) -> str:
    """The letters behind control words and escapes; good enough to search."""

    def plain(match: re.Match[bytes]) -> bytes:
        if match.group(1):
            return bytes((int(match.group(1), 16),))
        if match.group(2):
            return chr(int(match.group(2)) & 0xFFFF).encode("latin-1", "replace")
        return b" " if match.group()[:1] in (b"\r", b"\n") else b""

    return _CONTROL.sub(plain, data).decode("latin-1")


UNIT = Unit(
    "rtf",
    version=1,
    kinds=frozenset({"rtf"}),
    examine=examine,
    imports=("oletools.rtfobj", "oletools.oleobj", "oletools.ftguess", "olefile"),
)
