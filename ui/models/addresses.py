"""Every address found in a message and in what it carries."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.model.analysis import Analysis
from analyzers.model.content import Link, Run
from ui.models.bodies import misleads
from ui.models.table import Cell
from ui.tokens import Tone

TITLES = ("Goes to (defanged)", "Shown as", "Domain", "Kind", "Times", "Object")
Found = tuple[int, Link]  # node and link

# Link.source as people say it, where they say it otherwise.
SOURCES = {"a": "link", "area": "picture map", "image": "picture", "refresh": "redirect"}


def links_of(analysis: Analysis | None) -> list[Found]:
    """In the order of the tree."""
    return list(_links(analysis)) if analysis is not None else []


def _links(analysis: Analysis) -> Iterator[Found]:
    for node in analysis.nodes:
        records = analysis.records(node) if node.duplicate_of < 0 else ()
        for record in records:
            if isinstance(record, Link):
                yield node.id, record


def address_row(analysis: Analysis, node: int, link: Link) -> tuple[Cell, ...]:
    place = analysis.path(analysis.nodes[node]) or "the message"
    misled = misleads(Run(link.text, target=link.url))
    return (
        Cell(link.url, defang=True),
        Cell(link.text, Tone.MALICIOUS if misled else None, defang=True),
        Cell(link.domain or link.host, defang=True),
        Cell(SOURCES.get(link.source, link.source)),
        Cell(str(link.count)),
        Cell(place),
    )


def summary(found: list[Found]) -> str:
    hosts = len({link.host for _, link in found if link.host})
    if not found:
        return ""
    addresses = "1 address" if len(found) == 1 else f"{len(found):,} addresses"
    on = "1 host" if hosts == 1 else f"{hosts:,} hosts"
    return f"{addresses} on {on} · nothing was asked of any of them"
