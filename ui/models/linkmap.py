"""Where each text, address, step and end of the map of links stands, and what one way holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyzers.lib.linkgraph import graph
from analyzers.model.content import Link
from analyzers.model.linkgraph import LinkGraph, LinkNode, NodeKind
from ui import plain
from ui.tokens import Tone

TITLES = {
    NodeKind.TEXT: "What is shown",
    NodeKind.ADDRESS: "Address",
    NodeKind.STEP: "Leads on to",
    NodeKind.DOMAIN: "Ends at",
    NodeKind.UNKNOWN: "Ends at",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """One node; ``column`` and ``row`` count from the upper left corner."""

    kind: NodeKind
    label: str  # as it stands in mail
    count: int
    column: int
    row: int
    tone: Tone
    by: str = ""  # what leads there: names of redirectors

    @property
    def shown(self) -> str:
        """Nothing a click could follow; the dots of a sentence stay."""
        if self.kind is NodeKind.TEXT and " " in self.label and "://" not in self.label:
            return self.label
        return plain.unclickable(self.label)


@dataclass(frozen=True, slots=True)
class Line:
    start: int  # index of a spot
    end: int


@dataclass(frozen=True, slots=True)
class LinkMap:
    """``titles`` are those of the columns."""

    spots: tuple[Spot, ...] = ()
    lines: tuple[Line, ...] = ()
    titles: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def rows(self) -> int:
        return max((spot.row for spot in self.spots), default=-1) + 1

    def way(self, index: int) -> frozenset[int]:
        """The spots from which a spot is reached, those it leads to, and itself."""
        forth, back = defaultdict(set), defaultdict(set)
        for line in self.lines:
            forth[line.start].add(line.end)
            back[line.end].add(line.start)
        return _reached(index, forth) | _reached(index, back)


def link_map(links: Sequence[Link]) -> LinkMap:
    drawn = graph(links)
    columns = _columns(drawn)
    used = sorted(set(columns))
    places = [used.index(column) for column in columns]
    rows = _rows(drawn, places)
    misled = {link.domain for link in links if link.shown}
    spots = tuple(
        Spot(node.kind, node.label, node.count, place, row, _tone(node, misled), by)
        for node, place, row, by in zip(drawn.nodes, places, rows, _steps(drawn), strict=True)
    )
    titles = dict(zip(places, (TITLES[node.kind] for node in drawn.nodes), strict=True))
    lines = tuple(dict.fromkeys(Line(edge.start, edge.end) for edge in drawn.edges))
    return LinkMap(spots, lines, tuple(titles[p] for p in sorted(titles)), drawn.left_out)


def passes(link: Link, spot: Spot) -> bool:
    """Whether the way of a link goes over a spot; labels are cut, so their beginning counts."""
    last = link.redirects[-1] if link.redirects else None
    told = {
        NodeKind.TEXT: [link.text],
        NodeKind.ADDRESS: [link.url],
        NodeKind.STEP: [step.url for step in link.redirects if step.url],
        NodeKind.DOMAIN: [last.domain if last else link.domain or link.host],
        NodeKind.UNKNOWN: [(last.domain or "unknown") if last and not last.url else ""],
    }
    return any(text and text.startswith(spot.label) for text in told[spot.kind])


def _columns(drawn: LinkGraph) -> list[int]:
    """Texts first, then addresses, then each step as far from its address as its longest way, all
    ends in the last column."""
    columns = [0 if node.kind is NodeKind.TEXT else 1 for node in drawn.nodes]
    steps = [e for e in drawn.edges if drawn.nodes[e.end].kind is NodeKind.STEP]
    for _ in range(len(drawn.nodes)):  # a redirector may lead back to itself: bounded
        moved = False
        for edge in steps:
            wanted = columns[edge.start] + 1
            if columns[edge.end] < wanted <= len(steps) + 1:
                columns[edge.end], moved = wanted, True
        if not moved:
            break
    last = max(columns, default=0) + 1
    ends = (NodeKind.DOMAIN, NodeKind.UNKNOWN)
    return [
        last if node.kind in ends else column
        for node, column in zip(drawn.nodes, columns, strict=True)
    ]


def _steps(drawn: LinkGraph) -> list[str]:
    """For each node the names of the steps that lead to it."""
    named: list[dict[str, None]] = [{} for _ in drawn.nodes]
    for edge in drawn.edges:
        if edge.by:
            named[edge.end][edge.by] = None
    return [", ".join(names) for names in named]


def _rows(drawn: LinkGraph, columns: Sequence[int]) -> list[int]:
    """Addresses one below the other, all else as near as there is room to what it hangs on."""
    beside = defaultdict(list)
    for edge in drawn.edges:
        is_text = drawn.nodes[edge.start].kind is NodeKind.TEXT
        hangs, on = (edge.start, edge.end) if is_text else (edge.end, edge.start)
        beside[hangs].append(on)
    texts = {c for c, n in zip(columns, drawn.nodes, strict=True) if n.kind is NodeKind.TEXT}
    rows = [0] * len(columns)
    for column in sorted(set(columns), key=lambda c: (c in texts, c)):
        here = [index for index, place in enumerate(columns) if place == column]
        middle = {index: _mean(rows[on] for on in beside[index]) for index in here}
        free = 0
        for index in sorted(here, key=lambda i: (middle[i], i)):
            rows[index] = max(free, int(middle[index]))
            free = rows[index] + 1
    return rows


def _mean(numbers: Iterable[int]) -> float:
    known = list(numbers)
    return sum(known) / len(known) if known else 0.0


def _tone(node: LinkNode, misled: set[str]) -> Tone:
    if node.kind is NodeKind.DOMAIN:
        return Tone.MALICIOUS if node.label in misled else Tone.INFO
    return Tone.UNKNOWN


def _reached(index: int, steps: dict[int, set[int]]) -> frozenset[int]:
    found, waiting = {index}, [index]
    while waiting:
        for other in steps[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return frozenset(found)
