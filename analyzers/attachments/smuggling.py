"""Rebuilds files that a page's script would assemble in the browser, without running the script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from analyzers.lib import charset, datauri, dom, linkset, rebuilt, urls
from analyzers.lib.linkfindings import judge
from analyzers.lib.pagescripts import PageScripts
from analyzers.lib.rebuilt import Rebuilt
from analyzers.lib.scriptlayers import Peeled
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

_MAKERS: Final = frozenset({"Blob", "File", "Uint8Array", "BlobBuilder", "MSBlobBuilder"})
_GIVERS: Final = frozenset(
    {"createObjectURL", "msSaveBlob", "msSaveOrOpenBlob", "saveAs", "download"}
)
_WRITERS: Final = frozenset({"eval", "Function", "write", "writeln", "innerHTML", "srcdoc"})
_DECODERS: Final = frozenset(
    {"atob", "fromCharCode", "unescape", "decodeURIComponent", "charCodeAt"}
)
_NAVIGATORS: Final = frozenset({"location", "open", "href", "replace", "assign"})
_WEB = re.compile(r"\s{0,9}https?://[^\s\"'<>]{4,4000}", re.I)
_LIST_MOST: Final = 50  # links from scripts


@dataclass(slots=True)
class _Page:
    """What the scripts of a page come to."""

    values: list[str] = field(default_factory=list)
    decoded: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    keys: list[str | int] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    truncated: bool = False


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    scripts = context.memo.once(PageScripts, artifact)
    source, page = scripts.source, _read(scripts.peeled)
    yield from _offered(source)
    files = list(rebuilt.files([*page.values, *_runs(source, page)], page.decoded, page.keys))
    for number, file in enumerate(files):
        yield from _file(file, number, page)
    if not files and page.names & _MAKERS and page.names & _GIVERS:
        yield Finding(
            "html.smuggling.script",
            Severity.MEDIUM,
            "A script assembles a file for download; it could not be rebuilt",
            ", ".join(sorted(page.names & (_MAKERS | _GIVERS | _DECODERS))),
        )
    yield from _goals(page, context)
    if page.truncated:
        yield Finding("limit.html.script", Severity.LOW, "The scripts are longer than is read")


def _read(peeled: Peeled) -> _Page:
    page = _Page(truncated="steps" in peeled.limits or "text" in peeled.limits)
    for folded in peeled.folded:
        page.values += folded.values
        page.decoded += folded.decoded
        page.downloads += folded.downloads
        page.goals += folded.goals
        page.keys += folded.keys
        page.names |= folded.names
    return page


def _runs(source: str, page: _Page) -> Iterator[str]:
    """Encoded data standing in the page itself, where a script is there to decode it."""
    if page.names & (_DECODERS | _MAKERS | _WRITERS):
        yield from rebuilt.runs(source)


def _file(file: Rebuilt, number: int, page: _Page) -> Iterator[Observation]:
    given = bool(page.names & _GIVERS)
    names = [n for n in page.downloads if 0 < len(n) <= 255]
    name = names[0] if names and given else f"rebuilt-{number + 1}.{file.kind}"
    yield Finding(
        "html.smuggling.blob",
        _severity(file.kind, given=given),
        "A script of the page carries a file and rebuilds it in the browser",
        f"{name}: {file.kind}, {len(file.data)} bytes, {file.how}",
    )
    yield Child(name, file.data, "", Relation.EMBEDDED)


def _severity(kind: str, *, given: bool) -> Severity:
    if kind in rebuilt.PROGRAMS or kind in {"iso", "docm", "xlsm"}:
        return Severity.CRITICAL
    if kind in rebuilt.SCRIPTS:
        return Severity.HIGH if given else Severity.MEDIUM
    return Severity.HIGH


def _offered(source: str) -> Iterator[Observation]:
    """Links whose address is the file itself; the html unit hands the content on."""
    if "data:" not in source or "download" not in source:
        return
    for event in dom.parse(source).events:
        given = event.element.attributes
        if event.text is not None or not event.opens or "download" not in given:
            continue
        data = datauri.read(given.get("href", ""))
        for file in rebuilt.files([], [data.content.decode("latin-1")] if data else [], []):
            yield Finding(
                "html.smuggling.blob",
                _severity(file.kind, given=True),
                "A link of the page holds a whole file",
                f"{given['download'][:200]}: {file.kind}, {len(file.data)} bytes",
            )


def _goals(page: _Page, context: Context) -> Iterator[Observation]:
    """Addresses the script sends its reader to, hidden ones above all."""
    hidden = [text.strip() for text in page.decoded if _WEB.fullmatch(text.strip())]
    hidden += [found for text in page.values if (found := _encoded_goal(text))]
    hidden = [h for h in hidden if not any(o != h and o.startswith(h) for o in hidden[:_LIST_MOST])]
    plain = [text.strip() for text in page.goals if _WEB.fullmatch(text.strip())]
    links = tuple(
        linkset.make(url, "", "script") for url in dict.fromkeys([*hidden, *plain][:_LIST_MOST])
    )
    yield from links
    if hidden:
        severity = Severity.HIGH if page.names & _NAVIGATORS else Severity.MEDIUM
        title = "A script hides the address it leads to"
        yield Finding("html.script.redirect", severity, title, hidden[0][:300])
    elif plain and "location" in page.names:
        title = "A script sends the reader elsewhere"
        yield Finding("html.script.redirect", Severity.MEDIUM, title, plain[0][:300])
    yield from judge(links, _recipients(context))


def _encoded_goal(text: str) -> str:
    """A web address that a constant holds in base64, "" for none ("aHR0c" is "http")."""
    if not text.startswith("aHR0c") or len(text) > urls.LONGEST:
        return ""
    found = datauri.from_base64(text).decode("latin-1")
    return found.strip() if _WEB.fullmatch(found.strip()) else ""


def _recipients(context: Context) -> list[str]:
    message = context.message
    return [a.address for a in (*message.to, *message.cc)] if message else []


UNIT = Unit(
    "html smuggling",
    2,
    frozenset({"html", "svg", "hta"}),
    _examine,
    (*dom.IMPORTS, *urls.IMPORTS, *charset.IMPORTS),
)
