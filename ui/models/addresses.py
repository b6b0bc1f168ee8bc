"""Every address found in a message and in what it carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analyzers.model.analysis import Analysis
from analyzers.model.content import Link, Redirect, Run
from ui import plain
from ui.models.bodies import host_of, misleads
from ui.models.stations import Station
from ui.models.table import Cell
from ui.tokens import Tone

TITLES = ("Goes to (defanged)", "Shown as", "Domain", "By way of", "Kind", "Times", "Object")
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
    misled = bool(link.shown) or misleads(Run(link.text, target=link.target))
    host = host_of(link.target) if link.redirects else link.host
    return (
        Cell(link.target, defang=True, full=_both(link)),
        Cell(link.text, Tone.MALICIOUS if misled else None, defang=True),
        Cell(host if link.redirects else link.domain or host, defang=True),
        Cell(" → ".join(step.by for step in link.redirects)),
        _kind(link),
        Cell(str(link.count)),
        Cell(place),
    )


def _both(link: Link) -> str:
    """Where it leads and what stands in the message."""
    return f"{link.target}\n\nIn the message: {link.url}" if link.redirects else link.url


def _kind(link: Link) -> Cell:
    """What carries it; marked where its reader does not see it."""
    kind = SOURCES.get(link.source, link.source)
    where = f"{kind}, {link.where}" if link.where else kind
    return Cell(where) if link.visible else Cell(f"{where}, hidden", Tone.SUSPICIOUS)


def chain(link: Link) -> list[Station]:
    """From what a reader sees to the last address that can be told without asking anybody."""
    way = [Station(link.text, "what is shown", "", "", Tone.UNKNOWN)] if link.text else []
    way.append(Station(_place(link.url), "the address", "", "", Tone.UNKNOWN))
    way += map(_step, link.redirects)
    if link.open_ended:
        return way
    note = "goes to" if link.redirects else way[-1].note
    tone = Tone.MALICIOUS if link.shown else Tone.INFO
    return [*way[:-1], replace(way[-1], note=note, tone=tone)]


def _step(step: Redirect) -> Station:
    if step.url:
        return Station(_place(step.url), "leads on to", "", step.by, Tone.UNKNOWN)
    name = plain.unclickable(step.domain) if step.domain else "unknown"
    return Station(name, "its server keeps where", "", step.by, Tone.UNKNOWN)


def _place(url: str) -> str:
    return plain.unclickable(host_of(url) or url)


def summary(found: list[Found]) -> str:
    hosts = len({host_of(link.target) for _, link in found} - {""})
    if not found:
        return ""
    addresses = "1 address" if len(found) == 1 else f"{len(found):,} addresses"
    on = "1 host" if hosts == 1 else f"{hosts:,} hosts"
    return f"{addresses} on {on} · nothing was asked of any of them"
