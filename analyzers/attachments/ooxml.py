"""Office Open XML documents: where they reach out to, what they embed, whom they try to talk to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.lib import biff12, ddefinding, names, safexml
from analyzers.lib.dde import commands, remote
from analyzers.lib.linkset import LINKS, LinkSet, make
from analyzers.lib.lure import lure
from analyzers.lib.opc import Package, Relationship, decoded, text
from analyzers.lib.strings import defang, printable
from analyzers.lib.urls import parse
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

CHILDREN = 100
TEXT_PARTS = 60  # slides or sheets read for words; the request stands on the first
_REMOTE = re.compile(r"(?i)(?:https?|ftp):|file://(?![/\\]?[a-z]:|/?localhost)[^/\\]|\\\\|//[^/]")
_SHARE = re.compile(r"(?i)\\\\[^\\]|file:/{2}[^/\\]|file:/{4,}[^/]")
_LOCAL = re.compile(r"(?i)file:/{2,3}[a-z]:")
_HANDLER = re.compile(r"(?i)(?:mhtml|ms-\w+|search-ms|script|javascript|vbscript|x-usc|htafile):")
_TEXTS = r"word/(?:document|header\d*|footer\d*)\.xml|ppt/slides/[^/]*\.xml|xl/sharedStrings\.xml"
_EMBEDDED = r"(?:word|xl|ppt|visio)/(?:embeddings|activeX)/[^/]*\.(?!rels|xml)\w+"
_PROTECTED = re.compile(
    r"<(?:\w{1,10}:)?(documentProtection|writeProtection|workbookProtection|sheetProtection"
    r"|fileSharing|modifyVerifier)\b[^<>]{0,2000}>"
)
_EDIT = re.compile(r"edit=\"(\w{1,30})\"")
_LABELS = {
    "creator": "Author", "lastModifiedBy": "Last saved by", "created": "Created",
    "modified": "Last saved", "title": "Title", "subject": "Subject", "revision": "Revision",
    "Application": "Application", "AppVersion": "Application version", "Company": "Company",
    "Template": "Template", "TotalTime": "Editing time (minutes)",
}  # fmt: skip


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    with Package(artifact.data, context.limits) as package:
        yield from _metadata(package)
        yield from _relationships(package)
        yield from _fields(package)
        yield from _words(package)
        yield from _embedded(package)
        yield from _start_code(package)
        yield from _protection(package)
        yield from package.unread()


def _metadata(package: Package) -> Iterator[Observation]:
    for name in package.names(r"docProps/(?:core|app)\.xml"):
        try:
            found = safexml.elements(package.read(name))
        except safexml.Refused as problem:
            yield _refused(name, problem)
            continue
        except ValueError:
            continue  # metadata that cannot be read says nothing, and Office opens the document
        for element in found:
            if element.tag in _LABELS and element.text:
                yield Fact(_LABELS[element.tag], printable(element.text, 300))


def _refused(name: str, problem: Exception) -> Finding:
    title = "A part of the document would make an XML reader fetch or expand something"
    return Finding("office.xml.doctype", Severity.HIGH, title, str(problem), name)


def _relationships(package: Package) -> Iterator[Observation]:
    links = LinkSet()
    said: set[tuple[str, str]] = set()
    try:
        for link in package.relationships():
            if not link.external:
                continue
            if link.kind == "hyperlink":
                links.add(make(link.target, "", "document"))
            for finding in _external(link):
                if (finding.rule, finding.evidence) not in said and len(said) < LINKS:
                    said.add((finding.rule, finding.evidence))
                    yield finding
    except safexml.Refused as problem:
        yield _refused("relationships", problem)
    yield from links.all()


def _external(link: Relationship) -> Iterator[Finding]:
    """What loading this target on opening the document means."""
    target = link.target.strip()
    shown, where = printable(defang(target), 400), link.part
    if _HANDLER.match(target) and link.kind != "hyperlink":
        title = "The document hands an address to a program that can run it"
        yield Finding("office.object.handler", Severity.CRITICAL, title, shown, where)
    elif link.kind == "attachedTemplate":
        yield from _template(target, shown, where)
    elif link.kind in ("oleObject", "package", "subDocument", "frame", "control"):
        severity = Severity.HIGH if _REMOTE.match(target) else Severity.LOW
        title = f"The document loads a {link.kind} from elsewhere"
        yield Finding("office.object.remote", severity, title, shown, where)
    elif _SHARE.match(target) and link.kind != "hyperlink":
        severity = Severity.LOW if link.kind.startswith("externalLink") else Severity.HIGH
        title = "The document opens a network share, which sends the reader's sign-in there"
        yield Finding("office.relationship.share", severity, title, shown, where)
    elif link.kind in ("image", "video", "audio", "media") and _REMOTE.match(target):
        title = "The document loads a picture from elsewhere: its sender sees it opened"
        yield Finding("office.image.remote", Severity.LOW, title, shown, where)
    elif link.kind.startswith("externalLink") and _REMOTE.match(target):
        title = "A workbook takes values from another one elsewhere"
        yield Finding("office.workbook.remote", Severity.LOW, title, shown, where)
    elif link.kind == "hyperlink" and _runs(target):
        title = "A link in the document leads to a file that can run"
        yield Finding("office.link.executable", Severity.MEDIUM, title, shown, where)


def _runs(target: str) -> bool:
    place = parse(target)
    path = place.rest.split("?")[0]
    return place.scheme in ("http", "https", "ftp", "file") and (
        names.extension(path) in names.DANGEROUS
    )


def _template(target: str, shown: str, where: str) -> Iterator[Finding]:
    if _REMOTE.match(target) and not _LOCAL.match(target):
        title = "The document loads its template, with any macros in it, from the network"
        yield Finding("office.template.remote", Severity.CRITICAL, title, shown, where)


def _fields(package: Package) -> Iterator[Finding]:
    for name in package.names(r"(?:word|ppt)/[^/]*\.xml|ppt/slides/[^/]*\.xml")[:TEXT_PARTS]:
        for command, automatic in commands(decoded(package.read(name))):
            yield ddefinding.made(command, automatic, name)
        for field, target in remote(decoded(package.read(name))):
            title = f"A field of the text ({field}) fetches something from elsewhere"
            severity = Severity.LOW if field == "INCLUDEPICTURE" else Severity.MEDIUM
            shown = printable(defang(target), 400)
            yield Finding("office.field.remote", severity, title, shown, name)
    for name in package.names(r"xl/externalLinks/[^/]*\.xml")[:TEXT_PARTS]:
        markup = decoded(package.read(name))
        for match in re.finditer(
            r"ddeService=\"([^\"]*)\"[^>]{0,200}ddeTopic=\"([^\"]*)\"", markup
        ):
            yield ddefinding.made(" ".join(match.groups()), True, name)
    for name in package.names(r"xl/externalLinks/[^/]*\.bin")[:TEXT_PARTS]:
        kind, service, topic = biff12.outside(package.read(name))
        if kind == 1:
            yield ddefinding.made(f"{service} {topic}", True, name)


def _words(package: Package) -> Iterator[Finding]:
    for name in package.names(_TEXTS)[:TEXT_PARTS]:
        if found := lure(text(package.read(name))):
            title = "The text asks the reader to switch protection off"
            shown = printable(found, 200)
            yield Finding("office.lure.enable", Severity.MEDIUM, title, shown, name)
            return


def _embedded(package: Package) -> Iterator[Observation]:
    parts = package.names(_EMBEDDED)
    for name in parts[:CHILDREN]:
        if data := package.read(name):
            yield Child(name.rpartition("/")[2], data, "", Relation.EMBEDDED)
    if len(parts) > CHILDREN:
        title = f"Only the first {CHILDREN} of {len(parts)} embedded objects were taken out"
        yield Finding("limit.office.children", Severity.MEDIUM, title)
    if controls := package.names(r"(?:word|xl|ppt)/activeX/[^/]*\.xml"):
        title = "The document holds ActiveX controls, which can start code"
        evidence = ", ".join(sorted(set(_classes(package, controls[:20])))) or controls[0]
        yield Finding("office.activex.present", Severity.LOW, title, evidence)


def _classes(package: Package, controls: list[str]) -> Iterator[str]:
    for name in controls:
        if match := re.search(r"classid=\"\{?([-0-9A-Fa-f]{36})", decoded(package.read(name))):
            yield match.group(1).upper()


def _start_code(package: Package) -> Iterator[Finding]:
    for name in package.names(r"customUI/[^/]*\.xml"):
        if match := re.search(r"onLoad=\"([^\"]{1,200})\"", decoded(package.read(name))):
            title = "The document's own ribbon calls a macro when it is loaded"
            yield Finding("office.customui.onload", Severity.MEDIUM, title, match.group(1), name)


def _protection(package: Package) -> Iterator[Fact]:
    """What the document asks readers not to change; it hides nothing from anybody."""
    said: set[str] = set()
    parts = r"word/settings\.xml|xl/workbook\.xml|ppt/presentation\.xml|xl/worksheets/[^/]*\.xml"
    for name in package.names(parts)[:TEXT_PARTS]:
        for match in _PROTECTED.finditer(decoded(package.read(name))):
            edit = _EDIT.search(match.group())
            said.add(match.group(1) + (f" ({edit.group(1)})" if edit else ""))
    if said:
        yield Fact("Protection", ", ".join(sorted(said)))


UNIT = Unit(
    "ooxml",
    version=3,
    kinds=frozenset({"docx", "docm", "xlsx", "xlsm", "xlsb", "pptx", "pptm", "vsdx"}),
    examine=examine,
    imports=("bz2", "lzma", "xml.parsers.expat", "analyzers.lib.suffixes", "encodings.idna"),
)
