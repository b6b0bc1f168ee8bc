"""Draws from an analysis the marks by which messages of one campaign are told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from analyzers.model.analysis import Analysis
from analyzers.model.content import Link
from analyzers.model.observation import Relation
from workbench.model.alike import Content

PARTS = 200  # links, files and parts that are looked at


def content_of(analysis: Analysis) -> Content:
    """Marks are hashes, so that they stay short however much a message holds."""
    below = analysis.children(analysis.root)
    links = (r for node in analysis.nodes for r in analysis.records(node) if isinstance(r, Link))
    files = (node.sha256 for node in below if node.relation is Relation.ATTACHMENT)
    parts = [f"{node.relation.value} {node.kind}" for node in below]
    return Content(
        hosts=_mark(sorted({link.host for link in links if link.host})),
        files=_mark(sorted(set(files))),
        structure=_mark(parts),
    )


def _mark(values: Iterable[str]) -> str:
    joined = "\0".join(list(values)[:PARTS])
    if not joined:
        return ""
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]
