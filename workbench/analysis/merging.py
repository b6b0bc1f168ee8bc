"""Puts parts of a tree that were examined again in the place of what was known of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from analyzers.model.analysis import Analysis, Examination, Node
from analyzers.scope import Again
from workbench.isolation.boxes import FULL, PROCESS, REFUSED
from workbench.isolation.tree import BOX

LEVELS = (FULL, PROCESS, REFUSED)  # best first


@dataclass(slots=True, eq=False)
class _Twig:
    """A node with what is inside it; ``twin`` carries the examinations of the same bytes."""

    node: Node
    inside: list[_Twig] = field(default_factory=list)
    twin: _Twig | None = None

    @property
    def claims(self) -> tuple[str, ...]:
        node = self.node
        return (node.sha256, node.name, node.declared_type, node.relation.value)

    def all(self) -> Iterator[_Twig]:
        """Itself first, then what is inside, in reading order."""
        stack = [self]
        while stack:
            twig = stack.pop()
            yield twig
            stack.extend(reversed(twig.inside))


def merged(old: Analysis, new: Analysis, parts: Sequence[Again]) -> Analysis:
    """The whole tree; ``new`` holds only the parts, and the way to them."""
    graft = _Graft({part.sha256: part for part in parts})
    root = _grown(old)
    graft.merge(root, _grown(new))
    graft.reconnect(root)
    return replace(
        old,
        nodes=_numbered(root),
        isolation=max(old.isolation, new.isolation, key=LEVELS.index),
        layers=tuple(layer for layer in old.layers if layer in new.layers),
        seconds=old.seconds + new.seconds,
        cpu_seconds=old.cpu_seconds + new.cpu_seconds,
    )


def reached(new: Analysis, sha256: str) -> bool:
    """Whether an object was met and examined."""
    return any(node.sha256 == sha256 and node.examinations for node in new.nodes)


def _grown(analysis: Analysis) -> _Twig:
    twigs = [_Twig(node) for node in analysis.nodes]
    for twig in twigs:
        if twig.node.parent >= 0:
            twigs[twig.node.parent].inside.append(twig)
        if twig.node.duplicate_of >= 0:
            twig.twin = twigs[twig.node.duplicate_of]
    return twigs[0]


class _Graft:
    """One merge under way: what is gone from the old tree, and what became of the new one."""

    def __init__(self, entries: dict[str, Again]) -> None:
        self._entries = entries
        self._gone: dict[int, _Twig] = {}
        self._became: dict[int, _Twig] = {}

    def merge(self, root: _Twig, fresh: _Twig) -> None:
        pairs = [(root, fresh)]
        while pairs:
            old, new = pairs.pop()
            entry = self._entries.get(old.node.sha256)
            if entry is None or old.twin is not None:
                continue
            new = new.twin or new
            self._became[id(new)] = old
            if entry.whole:
                self._replace(old, new)
                continue
            old.node = replace(old.node, examinations=_runs(old.node, new.node, entry))
            self._drop(child for child in old.inside if child.node.by in entry.units)
            pairs += _paired(old, new, entry)

    def reconnect(self, root: _Twig) -> None:
        """Let twins point into the tree as it is; those whose other half is gone take over what
        was known of it."""
        there = list(root.all())
        heirs: dict[int, _Twig] = {}
        for twig in there:
            if twig.twin is None:
                continue
            lost = twig.twin = self._became.get(id(twig.twin), twig.twin)
            if id(lost) in self._gone:
                if id(lost) not in heirs:
                    heirs[id(lost)] = _heir(lost, twig, there)
                heir = heirs[id(lost)]
                twig.twin = None if heir is twig else heir

    def _replace(self, old: _Twig, new: _Twig) -> None:
        if new.node.examinations:
            self._drop(old.inside)
            runs = new.node.examinations
            old.node = replace(old.node, kind=new.node.kind, examinations=runs)
            old.inside = new.inside

    def _drop(self, twigs: Iterable[_Twig]) -> None:
        self._gone.update((id(twig), twig) for child in twigs for twig in child.all())


def _paired(old: _Twig, new: _Twig, entry: Again) -> list[tuple[_Twig, _Twig]]:
    """Children met again; those the wanted units found take the place of what these found then."""
    kept = [child for child in old.inside if child.node.by not in entry.units]
    found = [child for child in new.inside if child.node.by in entry.units]
    at = next((n for n, c in enumerate(old.inside) if c.node.by in entry.units), len(kept))
    old.inside = [*kept[:at], *found, *kept[at:]]
    pairs, left = [], list(kept)
    for child in new.inside:
        same = next((mine for mine in left if mine.claims == child.claims), None)
        if same is not None and child not in found:
            left.remove(same)
            pairs.append((same, child))
    return pairs


def _runs(old: Node, new: Node, entry: Again) -> tuple[Examination, ...]:
    """The wanted units' own words in their old places, and how their box ended where it did badly.
    Who does not speak any more brought the box down, which the box says."""
    fresh = {run.unit: run for run in new.examinations}
    ended = tuple(run for run in new.examinations if run.unit == BOX)
    if not fresh.keys() & set(entry.units) and not ended:
        return old.examinations
    spoken = [fresh.get(run.unit) if run.unit in entry.units else run for run in old.examinations]
    return (*(run for run in spoken if run is not None), *ended)


def _heir(lost: _Twig, orphan: _Twig, there: list[_Twig]) -> _Twig:
    """The same bytes examined elsewhere, else the orphan itself with what was known of them."""
    for twig in there:
        same = twig.node.sha256 == lost.node.sha256
        if same and twig.twin is None and twig.node.examinations:
            return twig
    known = lost.node
    orphan.node = replace(orphan.node, kind=known.kind, examinations=known.examinations)
    orphan.inside = lost.inside
    return orphan


def _numbered(root: _Twig) -> tuple[Node, ...]:
    order = list(root.all())
    places = {id(twig): place for place, twig in enumerate(order)}
    above = {id(child): places[id(twig)] for twig in order for child in twig.inside}
    return tuple(
        replace(
            twig.node,
            id=place,
            parent=above.get(id(twig), -1),
            duplicate_of=places.get(id(twig.twin), -1) if twig.twin is not None else -1,
        )
        for place, twig in enumerate(order)
    )
