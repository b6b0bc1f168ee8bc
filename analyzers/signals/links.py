"""Judges the addresses in a page or text; reads nothing but its artifact and goes nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import linkset, parsed, recipients
from analyzers.lib.linkfindings import judge
from analyzers.lib.parsed import Letter, Page
from analyzers.model.artifact import Artifact
from analyzers.model.content import Link
from analyzers.model.observation import Observation
from analyzers.model.unit import Context, Unit


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    yield from judge(_links(artifact, context), recipients.of(context.message))


def _links(artifact: Artifact, context: Context) -> tuple[Link, ...]:
    if artifact.kind in linkset.TEXTS:
        return context.memo.once(Letter, artifact).links.all()
    return context.memo.once(Page, artifact).collector.links


UNIT = Unit(
    "links",
    3,
    linkset.TEXTS | {"html", "svg", "hta"},
    _examine,
    parsed.IMPORTS,
)
