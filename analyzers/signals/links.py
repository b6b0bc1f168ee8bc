"""Judges the addresses in a page or text; reads nothing but its artifact and goes nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import charset, dom, linkset, urls
from analyzers.lib.linkfindings import judge
from analyzers.model.artifact import Artifact
from analyzers.model.content import Link
from analyzers.model.observation import Observation
from analyzers.model.unit import Context, Unit

_TEXT_READ = 4_000_000  # bytes, as the text unit reads


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    recipients = [a.address for a in (*message.to, *message.cc)] if message else []
    yield from judge(_links(artifact), recipients)


def _links(artifact: Artifact) -> tuple[Link, ...]:
    if artifact.kind == "text":
        text, _ = charset.decode(artifact.data[:_TEXT_READ], artifact.declared_type)
        return linkset.in_text(text)
    source, _ = charset.decode(artifact.data, artifact.declared_type)
    return linkset.Collector(dom.parse(source)).links


UNIT = Unit(
    "links",
    1,
    frozenset({"html", "svg", "text"}),
    _examine,
    (*dom.IMPORTS, *urls.IMPORTS, *charset.IMPORTS),
)
