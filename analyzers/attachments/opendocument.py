"""OpenDocument files: macros and what starts them, links to elsewhere, embedded objects, locks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import formulas, linkset, names, urls
from analyzers.lib.linkfindings import judge
from analyzers.lib.lure import lure
from analyzers.lib.odftags import FOUND, Tag, tags
from analyzers.lib.opc import Package, decoded, text
from analyzers.lib.strings import defang, printable
from analyzers.model.artifact import Artifact
from analyzers.model.content import PlainView
from analyzers.model.document import MacroModule
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

CHILDREN: Final = 100
_SHOWN: Final = 200_000  # characters of text and of one macro
_MODULES: Final = 100
_REMOTE = re.compile(
    r"(?i)(?:https?|ftp|smb|dav|webdav)s?://|file:/{2}[^/\\]|file:/{4,}|\\\\|//[^/]"
)
_HANDLER = re.compile(
    r"(?i)(?:vnd\.sun\.star\.(?:script|expand)|macro|service|javascript|vbscript|\.uno|slot|ms-\w+):"
)
_OPENING = re.compile(
    r"(?i)(?:^|:)(?:load|load-?finished|on-?load|open|new|focus|viewcreated|startapp|visible|title-?changed)"
)
_RUNS = re.compile(
    r"(?i)\bShell\s{0,9}\(|SystemShellExecute|os\.system|subprocess|\bpopen\b|Runtime\.getRuntime"
    r"|ActiveXObject|CreateObject|OleObjectFactory|\.store(?:AsURL|ToURL)\b|eval\s{0,9}\("
)
_SCRIPTS = r"(?:scripts/.*|basic/.*)\.(?:py|bsh|js|java|jar|class)"
_LABELS: Final = {
    "meta:generator": "Application", "meta:initial-creator": "Author",
    "dc:creator": "Last saved by", "meta:creation-date": "Created", "dc:date": "Last saved",
    "dc:title": "Title",
}  # fmt: skip


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    with Package(artifact.data, context.limits) as package:
        locked = _locked(package)
        if locked:
            title = "The document is encrypted; its content was not read"
            evidence = ", ".join(locked[:5])
            yield Finding("odf.encrypted", Severity.MEDIUM, title, evidence, incomplete=True)
        yield from _meta(package)
        if not locked:
            for part in package.names(r"(?:[^/]*/)?(?:content|styles)\.xml"):
                yield from _part(part, decoded(package.read(part)))
        yield from _macros(package)
        yield from _embedded(package)
        yield from package.unread()


def _locked(package: Package) -> list[str]:
    """Members with encryption data in the manifest (OpenDocument 1.3, part 2, 4.8)."""
    manifest = "".join(decoded(package.read(n)) for n in package.names("META-INF/manifest.xml"))
    return [
        printable(entry.partition('full-path="')[2].partition('"')[0])
        for entry in manifest.split("file-entry ")[1:]
        if "encryption-data" in entry
    ]


def _meta(package: Package) -> Iterator[Observation]:
    meta = "".join(decoded(package.read(name)) for name in package.names("meta.xml"))
    for tag, label in _LABELS.items():
        if match := re.search(rf"<{tag}>([^<]{{1,300}})<", meta):
            yield Fact(label, printable(html.unescape(match.group(1)), 300))
    for element in tags(meta, ("template",)):
        if _REMOTE.match(target := element.value("href")):
            title = "The document names a template on the network"
            yield Finding("odf.template.remote", Severity.MEDIUM, title, _shown(target), "meta.xml")


def _part(part: str, markup: str) -> Iterator[Observation]:
    if part == "content.xml":
        words = text(markup.encode())
        yield PlainView(words[:_SHOWN], len(words) > _SHOWN)
        if request := lure(words):
            title = "The text asks the reader to switch protection off"
            yield Finding("office.lure.enable", Severity.MEDIUM, title, printable(request, 200))
    clicked = []
    for count, tag in enumerate(tags(markup), 1):
        if count == FOUND:
            title = f"Only the first {FOUND} elements of a part were examined"
            yield Finding("limit.odf.elements", Severity.MEDIUM, title, "", part)
        yield from _events(tag, part)
        yield from _dde(tag, part)
        if formula := tag.value("formula"):
            yield from formulas.judged(formula, part)
        target = tag.value("href")
        if tag.name == "a" and target and not _HANDLER.match(target):
            clicked.append(target)
        elif target:
            yield from _target(tag, target, part)
    links = [linkset.make(target, "", "a") for target in dict.fromkeys(clicked)]
    yield from links
    yield from judge(links)


def _events(tag: Tag, part: str) -> Iterator[Finding]:
    """OpenDocument 1.3, part 3, 19.433: what is called when something happens."""
    name, goal = tag.value("event-name"), tag.value("href") or tag.value("macro-name")
    if not name or not goal:
        return
    opens = bool(_OPENING.search(name))
    title = "A macro starts when the document is opened" if opens else "An event starts a macro"
    severity = Severity.HIGH if opens else Severity.LOW
    evidence = printable(f"{name}: {html.unescape(goal)}", 300)
    yield Finding("odf.event.opening" if opens else "odf.event", severity, title, evidence, part)


def _dde(tag: Tag, part: str) -> Iterator[Finding]:
    program, topic = tag.value("dde-application"), tag.value("dde-topic")
    if program:
        title = "The document asks another program for data through DDE"
        office = program.lower() in ("soffice", "excel", "winword")
        severity = Severity.MEDIUM if office else Severity.HIGH
        evidence = printable(f"{program} {topic} {tag.value('dde-item')}", 300)
        yield Finding("office.dde", severity, title, evidence, part)


def _target(tag: Tag, target: str, part: str) -> Iterator[Finding]:
    where = f"{part}, <{tag.name}>"
    if _HANDLER.match(target) and not tag.value("event-name"):
        title = "A click in the document starts a macro or a handler"
        yield Finding("odf.link.handler", Severity.MEDIUM, title, _shown(target), where)
    elif _REMOTE.match(target):
        picture = tag.name in ("image", "fill-image", "background-image")
        title = (
            "A picture is loaded from the network when the document is opened"
            if picture
            else "Content is loaded from the network"
        )
        rule = "office.image.remote" if picture else "odf.link.remote"
        severity = Severity.LOW if picture and "://" in target else Severity.HIGH
        yield Finding(rule, severity, title, _shown(target), where)


def _shown(target: str) -> str:
    return printable(defang(html.unescape(target)), 300)


def _macros(package: Package) -> Iterator[Observation]:
    """Basic modules stand in XML, other languages as plain source (part 2, 3.16)."""
    modules: list[tuple[str, str, str]] = []
    for name in package.names(r"basic/.*\.xml")[:_MODULES]:
        markup = decoded(package.read(name))
        if body := re.search(r"<(?:\w+:)?module\b[^<>]*>([^<]*)<", markup):
            modules.append((name, "Basic", html.unescape(body.group(1)).strip()))
    for name in package.names(_SCRIPTS)[:_MODULES]:
        modules.append((name, names.extension(name), package.read(name).decode("utf-8", "replace")))
    modules = [module for module in modules if module[2]]
    if not modules:
        return
    for name, language, code in modules:
        cut = len(code) > _SHOWN
        yield MacroModule(printable(name), printable(name), language, code[:_SHOWN], cut)
    listed = printable(", ".join(name for name, _, _ in modules), 300)
    yield Finding("office.macro.present", Severity.MEDIUM, "The document holds macros", listed)
    whole = "\n".join(code for _, _, code in modules)
    if match := _RUNS.search(whole):
        title = "A macro of the document starts programs"
        line = whole[max(match.start() - 40, 0) : match.end() + 120]
        yield Finding("odf.macro.executes", Severity.HIGH, title, printable(line, 200))
    yield Child("macros.txt", whole.encode(), "text/x-script", Relation.EMBEDDED)


def _embedded(package: Package) -> Iterator[Observation]:
    held = package.names(r"(?:Object \d+|Pictures/[^/]+|media/[^/]+|[^/]+\.(?!xml$|rdf$)\w{1,10})")
    for name in held[:CHILDREN]:
        if names.extension(name) in names.DANGEROUS:
            title = "The document's package holds a file that can run"
            yield Finding("office.object.package", Severity.HIGH, title, names.spelled(name))
        if data := package.read(name):
            yield Child(name.rpartition("/")[2], data, "", Relation.EMBEDDED)
    if len(held) > CHILDREN:
        title = f"Only the first {CHILDREN} of {len(held)} objects were taken out"
        yield Finding("limit.office.children", Severity.MEDIUM, title)


UNIT = Unit("opendocument", 1, frozenset({"odf"}), examine, (*urls.IMPORTS,))
