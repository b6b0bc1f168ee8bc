"""PDF: what opening it or clicking in it sets off: addresses, scripts, programs, other files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from analyzers.lib import commandline, linkset, pdfcode, pdffile, pdfscan, urls, winpaths
from analyzers.lib.candidates import ASKS
from analyzers.lib.linkfindings import judge
from analyzers.lib.pdfactions import SELF_STARTED, Act, gathered
from analyzers.lib.pdffile import Rectangle
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.content import Link
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_JAVASCRIPT: Final = "text/x-javascript"  # by which the sniffer knows it
_LISTED: Final = 5  # actions listed in one finding
_DOCUMENTS: Final = frozenset({"pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "rtf"})
LABELLED: Final = 30  # pages whose links are compared with the words they lie on
SCRIPTS: Final = 100  # different ones examined as artifacts of their own


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    try:
        opened = pdffile.opened(artifact, context)
    except Unreadable:
        yield from _by_sight(artifact)
        raise
    if opened.document is None:
        yield pdffile.password_needed(artifact)
        return
    found = gathered(artifact, context)
    acts = tuple(found.acts)
    yield Fact("Pages", str(len(found.pages)))
    links = _links(acts, _texts(artifact, context, acts))
    yield from links
    yield from judge(links)
    yield from _scripts(acts)
    yield from _launches(act for act in acts if act.kind == "Launch")
    yield from _elsewhere([act for act in acts if act.kind in ("GoToR", "GoToE", "ImportData")])
    if found.media:
        title = "The PDF holds media or three-dimensional content, which old readers ran"
        shown = ", ".join(f"{name} {count}" for name, count in found.media.items())
        yield Finding("pdf.media", Severity.LOW, title, shown)
    if found.full:
        title = "Not all of the PDF was searched for actions"
        yield Finding("limit.pdf.actions", Severity.LOW, title, found.full)


def _by_sight(artifact: Artifact) -> Iterator[Observation]:
    """Addresses that stand in the clear in a file that does not open here, but may elsewhere."""
    links = linkset.LinkSet()
    for url, offset in pdfscan.addresses(artifact.data):
        if not links.room(url):
            break
        links.add(linkset.make(url, "", "area", where=f"offset {offset}"))
    yield from links.all()
    yield from judge(links.all())


def _texts(artifact: Artifact, context: Context, acts: tuple[Act, ...]) -> dict[Act, str]:
    """What is written where a click leads to an address, on the first pages that have any."""
    from analyzers.lib import pdfpages
    from analyzers.lib.pdfcost import TooCostly

    wanted: dict[int, list[tuple[Act, Rectangle]]] = {}
    for act in acts:
        if act.kind == "URI" and act.area and (act.page in wanted or len(wanted) < LABELLED):
            wanted.setdefault(act.page, []).append((act, act.area))
    if not wanted:
        return {}
    found: dict[Act, str] = {}
    try:
        pages = pdfpages.opened(artifact, context)
    except (Unreadable, pdfpages.Locked):
        return {}
    for number, places in wanted.items():
        try:
            texts = pdfpages.text_within(pages.page(number), [area for _, area in places[:500]])
        except (Unreadable, TooCostly):
            continue
        found.update((act, text) for (act, _), text in zip(places, texts, strict=False))
    return found


def _links(acts: Iterable[Act], texts: Mapping[Act, str]) -> tuple[Link, ...]:
    links = linkset.LinkSet()
    for act in acts:
        if act.kind in ("URI", "SubmitForm") and act.target and links.room(act.target):
            source = "form" if act.kind == "SubmitForm" else "area"
            links.add(linkset.make(act.target, texts.get(act, ""), source, where=act.where))
    return links.all()


def _scripts(acts: tuple[Act, ...]) -> Iterator[Observation]:
    scripts = [act for act in acts if act.code]
    unread = [act for act in acts if act.trouble]
    if unread:
        title = "A script of the PDF could not be unpacked"
        yield Finding(
            "pdf.javascript.unread", Severity.MEDIUM, title, unread[0].trouble, unread[0].where,
            incomplete=True,
        )  # fmt: skip
    if not scripts:
        return
    started = [act for act in scripts if act.trigger in SELF_STARTED]
    severity = Severity.LOW if started else Severity.INFO
    title = "Opening the PDF runs a script" if started else "The PDF holds scripts"
    first = (started or scripts)[0]
    shown = printable(first.code[:300].decode("utf-8", "replace"), 300)
    yield Finding("pdf.javascript", severity, title, shown, first.where)
    yield from pdfcode.telling([(act.code, act.where) for act in scripts])
    codes = dict.fromkeys(act.code for act in scripts)
    for number, code in enumerate(list(codes)[:SCRIPTS], 1):
        # Not named .js: nobody sent a file of that name.
        yield Child(f"script {number}", code, _JAVASCRIPT, Relation.EMBEDDED)
    if len(codes) > SCRIPTS:
        title = "Not all scripts of the PDF were examined"
        yield Finding("limit.pdf.scripts", Severity.LOW, title, f"{len(codes)} scripts")


def _launches(acts: Iterable[Act]) -> Iterator[Observation]:
    for count, act in enumerate(acts):
        if count >= _LISTED:
            return
        command = commandline.read(act.target)
        when = "Opening the PDF" if act.trigger in SELF_STARTED else "A click in the PDF"
        if command.interpreted:
            title = commandline.sentence(command, when)
        else:
            title = f"{when} starts a program or opens a file"
        severity = Severity.CRITICAL if command.interpreted else _opened(act.target)
        yield Finding("pdf.launch", severity, title, printable(act.target, 500), act.where)
        yield from commandline.handed_on(command)
        links = [linkset.make(address, "", "command") for address in command.addresses]
        yield from links
        yield from judge(links)


def _opened(target: str) -> Severity:
    """A document beside the PDF is what manuals and collections on a disc open."""
    document = winpaths.extension(target) in _DOCUMENTS and not winpaths.server(target)
    return Severity.LOW if document else Severity.HIGH


def _elsewhere(acts: list[Act]) -> Iterator[Finding]:
    """Other documents; what lies on a server makes Windows sign in there by itself."""
    remote = [act for act in acts if winpaths.server(act.target)]
    if remote:
        act = next((each for each in remote if winpaths.outside(each.target)), remote[0])
        severity = Severity.HIGH if winpaths.outside(act.target) else Severity.LOW
        title = "The PDF opens a document on another computer"
        yield Finding("pdf.remote", severity, title, printable(act.target, 300), act.where)
    local = [act for act in acts if act.kind == "GoToE" or not winpaths.server(act.target)]
    if local:
        title = "The PDF leads on to another document"
        shown = "\n".join(f"{a.kind}: {printable(a.target, 100)}" for a in local[:_LISTED])
        yield Finding("pdf.goto", Severity.INFO, title, shown, local[0].where)


UNIT = Unit(
    "pdf-actions",
    4,
    frozenset({"pdf"}),
    examine,
    (*pdffile.IMPORTS, *pdffile.DRAWING, *urls.IMPORTS),
    ASKS,
)
