"""Examines HTML, a message's body or a file: safe views, links, and what the page does or hides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import datauri, linkset, page, parsed, readable, recipients, styled
from analyzers.lib import linkfindings as judgement
from analyzers.lib import withheld as left_out
from analyzers.lib.dom import Document
from analyzers.lib.parsed import Page
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

EMBEDDED: Final = 20  # data: contents examined as artifacts of their own
_SMALLEST: Final = 64  # bytes; shorter contents are spacers
_ADDRESSES: Final = frozenset({"src", "href", "xlink:href", "data", "action"})
_DOCUMENTS: Final = ("text/", "application/", "image/svg")


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    if not artifact.data.strip(b"\0 \t\r\n"):
        raise Unreadable("The file is empty")
    whole = context.memo.once(Page, artifact)
    document, looks, collector = whole.document, whole.looks, whole.collector
    in_body = context.message is not None
    yield from _kind_of(artifact, whole.codec, document, in_body=in_body)
    links = collector.links
    missing = left_out.count(document, [found.style for found in looks.values()])
    marks = {n: link.host for n, link in enumerate(links) if judgement.disagreement(link)}
    if context.views:
        yield readable.view(document, looks, missing)
        yield styled.view(document, looks, collector.anchors, marks, missing)
    yield from linkset.marked(links, recipients.of(context.message))
    yield from page.limits(document)
    yield from page.active(document, in_body=in_body)
    yield from page.forms(whole.forms, in_body=in_body)
    yield from page.hidden(whole.reading)
    yield from page.tricks(whole.reading.whole)
    if in_body:
        yield from page.only_picture(document, whole.reading)
    yield from _embedded(document, context)


def _kind_of(
    artifact: Artifact, codec: str, document: Document, *, in_body: bool
) -> Iterator[Observation]:
    yield Fact("Charset", codec)
    if document.title:
        yield Fact("Title", document.title)
    if artifact.kind == "svg" and document.scripts:
        yield Finding("svg.script", Severity.HIGH, "A drawing holds scripts")
    if not in_body and artifact.depth:
        title = "A web page came as an attachment"
        yield Finding("html.attachment", Severity.INFO, title, artifact.name)


def _embedded(document: Document, context: Context) -> Iterator[Observation]:
    """Contents of data: addresses, each once."""
    seen: set[str] = set()
    room = context.limits.child_bytes
    if _ADDRESSES.isdisjoint(document.names):
        return
    for element in document.elements:
        for name, url in element.attributes.items():
            if name not in _ADDRESSES or url[:64].lstrip()[:5].lower() != "data:" or url in seen:
                continue
            if len(seen) >= EMBEDDED or len(url) > room:
                yield Finding(
                    "limit.html.embedded", Severity.LOW, "Not all embedded contents were examined"
                )
                return
            seen.add(url)
            room -= len(url)
            yield from _content(datauri.read(url), len(seen))


def _content(data: datauri.Data | None, number: int) -> Iterator[Observation]:
    if data is None or len(data.content) < _SMALLEST:
        return
    name = f"embedded-{number}.{data.extension}"
    if data.type.startswith(_DOCUMENTS):
        yield Finding(
            "html.data.document",
            Severity.MEDIUM,
            "A document is written into an address of the page",
            f"{data.type}, {len(data.content)} bytes",
        )
    yield Child(name, data.content, data.type, Relation.EMBEDDED)


UNIT = Unit(
    "html",
    3,
    frozenset({"html", "svg", "hta"}),
    _examine,
    parsed.IMPORTS,
)
