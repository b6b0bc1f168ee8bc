"""Rich Text documents: embedded objects, exploits of their readers, remote templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from analyzers.lib import equation, names, reached, urls
from analyzers.lib.dde import in_text
from analyzers.lib.lure import lure
from analyzers.lib.oleobject import Package, package
from analyzers.lib.rtfobjects import COMPOUND, Held, objects
from analyzers.lib.strings import addresses, defang, printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

PARSED = 32 << 20  # bytes
OBJECTS = 100
_HEADER = re.compile(rb"\{\\rtf1?[\\ \r\n{\d]")
_TEMPLATE = re.compile(rb"(?i)\{\s{0,20}\\\*\s{0,20}\\template\s{1,20}([^{}]{1,2000})")
_FIELD = re.compile(rb"(?<!\\)(?:\\\\)*\\fldinst(?![a-z])")
_UPDATE = re.compile(rb"(?<!\\)(?:\\\\)*\\objupdate(?![a-z])")
_FIELDS: Final = 2_000  # read of one document
_FIELD_BYTES: Final = 1 << 20  # of all instructions together
_INSTRUCTION: Final = 4_000  # bytes of one field
_LINK = re.compile(
    r'(?i)\b(HYPERLINK|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK)\b\s*([^"]{0,80})"([^"]{3,2000})"'
)
_REMOTE = re.compile(r"(?i)(?:https?|ftps?)://|file:|\\\\")
_LINKING: Final = (b"ole2link", b"htmlfile", b"otkloadr.wrassembly.1", b"urlmoniker")
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


def _fields(data: bytes) -> Iterator[Observation]:
    clicked: list[str] = []
    left = _FIELD_BYTES
    for number, match in enumerate(_FIELD.finditer(data)):
        if number >= _FIELDS or left <= 0:
            title = "The document has more fields than were read"
            yield Finding("limit.rtf.fields", Severity.LOW, title)
            break
        group = _group(data, match.end())
        left -= len(group)
        code = _text(group).strip()
        for command, automatic in in_text(code) if code[:12].upper().find("DDE") >= 0 else ():
            title = "A field starts a program through DDE" + (" on opening" if automatic else "")
            yield Finding("office.dde", Severity.HIGH, title, printable(command, 300))
        for kind, _switches, target in _LINK.findall(code):
            target = target.replace("\\\\", "\\")
            if kind.upper() == "HYPERLINK":
                clicked.append(target)
            elif _REMOTE.match(target):
                yield _fetched(kind.upper(), target, match.start())
    yield from reached.recorded(clicked, "rtf")


def _fetched(kind: str, target: str, offset: int) -> Finding:
    picture = kind in ("INCLUDEPICTURE", "IMPORT")
    title = (
        "A field loads a picture from the network when the document is shown"
        if picture
        else "A field loads a document from the network"
    )
    severity = Severity.LOW if picture else Severity.HIGH
    if _REMOTE.match(target) and target.startswith("\\\\"):
        severity = max(severity, reached.weight(target))
    shown = f"{kind} {printable(defang(target), 300)}"
    return Finding("rtf.field.remote", severity, title, shown, f"offset {offset:#x}")


def _group(data: bytes, start: int) -> bytes:
    """What stands from here to the end of the group."""
    depth = 0
    for match in re.finditer(rb"[{}]", data[start : start + _INSTRUCTION]):
        depth += 1 if match.group() == b"{" else -1
        if depth < 0:
            return data[start : start + match.start()]
    return data[start : start + _INSTRUCTION]


def _objects(data: bytes) -> Iterator[Observation]:
    found = list(islice(objects(data), OBJECTS + 1))
    if found and _UPDATE.search(data):
        title = "An object is made to load as soon as the document is opened"
        yield Finding("rtf.object.update", Severity.HIGH, title)
    for number, held in enumerate(found[:OBJECTS], 1):
        yield from _object(held, number)
    if len(found) > OBJECTS:
        title = f"Only the first {OBJECTS} objects were taken out"
        yield Finding("limit.rtf.objects", Severity.MEDIUM, title)


def _object(held: Held, number: int) -> Iterator[Observation]:
    where = f"object {number} at offset {held.offset:#x}"
    name, raw = held.name.lower(), held.raw
    told = f"{printable(held.name) or 'no class'}, {len(raw)} bytes"
    yield Fact(
        f"Object {number}",
        told + (f", linked to {printable(held.topic, 200)}" if held.linked else ""),
    )
    if held.tricks:
        title = "The object's data is written so that scanners do not see it"
        yield Finding("rtf.object.hidden", Severity.HIGH, title, ", ".join(held.tricks), where)
    yield from _equation(held, where)
    if name in _LINKING or (held.linked and _REMOTE.search(held.topic)):
        title = "A linked object loads an address when the document is opened (CVE-2017-0199)"
        found = [*addresses(raw, 5), *([held.topic] if held.linked else [])]
        shown = ", ".join(defang(url) for url in dict.fromkeys(found)) or printable(held.name)
        yield Finding("rtf.object.link", Severity.HIGH, title, shown, where)
    if not held.understood and len(raw) > 64:
        title = "Object data that no reader of objects understands: disguised, or damaged"
        yield Finding("rtf.object.unclear", Severity.LOW, title, printable(raw[:32]), where)
    yield from _content(held, number, where)


def _equation(held: Held, where: str) -> Iterator[Observation]:
    plain = equation.headed(held.native)
    if not (
        plain or held.name.lower().startswith(b"equation") or b"equation." in held.raw[:200].lower()
    ):
        return
    title = "An object for the old Equation Editor, which has no protection (CVE-2017-11882)"
    yield Finding("rtf.object.equation", Severity.CRITICAL, title, printable(held.name), where)
    if plain:
        yield Fact("Equation", equation.described(held.native))
    native = b"" if held.native.startswith(COMPOUND) else held.native
    if found := list(equation.signs(native)):
        title = "An equation overflows the old Equation Editor (CVE-2017-11882 class)"
        evidence = "; ".join(found)
        yield Finding("office.equation.overflow", Severity.CRITICAL, title, evidence, where)


def _content(held: Held, number: int, where: str) -> Iterator[Observation]:
    inside = package(held.native, sized=False) if held.name.lower() == b"package" else None
    if inside is not None:
        yield from _package(inside, where)
    elif held.native and not held.linked:
        yield Child(f"object {number}", held.native, "", Relation.EMBEDDED)
    elif held.raw:
        yield Child(f"object {number}", held.raw, "", Relation.EMBEDDED)


def _package(inside: Package, where: str) -> Iterator[Observation]:
    runs = names.extension(inside.name) in names.DANGEROUS
    severity = Severity.HIGH if runs else Severity.LOW
    title = "A file is packed into the document" + (", and it can run" if runs else "")
    yield Finding("office.object.package", severity, title, names.spelled(inside.name), where)
    if inside.source:
        yield Fact("Packed from", printable(inside.source, 300))
    yield Child(inside.name, inside.data, "", Relation.EMBEDDED)


def _text(data: bytes) -> str:
    """The letters behind control words and escapes; good enough to search."""

    def plain(match: re.Match[bytes]) -> bytes:
        if match.group(1):
            return bytes((int(match.group(1), 16),))
        if match.group(2):
            return chr(int(match.group(2)) & 0xFFFF).encode("latin-1", "replace")
        return b" " if match.group()[:1] in (b"\r", b"\n") else b""

    return _CONTROL.sub(plain, data).decode("latin-1")


UNIT = Unit("rtf", 2, frozenset({"rtf"}), examine, (*urls.IMPORTS,))
