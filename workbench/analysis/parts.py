"""Which parts of a tree to examine again: a single object, or the units that wait for answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from analyzers.model.analysis import Analysis, Node
from analyzers.model.message import Message
from analyzers.model.observation import Need, Relation
from analyzers.scope import Again

Key = tuple[str, str]  # a need's kind and key
Asks = Iterable[tuple[str, str]]  # a unit's name and a kind of need whose answers it reads


@dataclass(slots=True)
class _Entry:
    units: dict[str, None] = field(default_factory=dict)
    via: dict[str, None] = field(default_factory=dict)
    whole: bool = False
    every: bool = False  # a child of unknown origin lies on the way: each unit may lead to it


def whole(analysis: Analysis, node: Node) -> tuple[Again, ...]:
    """All of one object and of what is inside it, with the way that leads there."""
    entries: defaultdict[str, _Entry] = defaultdict(_Entry)
    target = boxed(analysis, node)
    entries[target.sha256].whole = True
    _lead(analysis, target, entries)
    return _frozen(entries)


def answered(analysis: Analysis, keys: Collection[Key], asks: Asks) -> tuple[Again, ...]:
    """Of each object that asked for one of these keys, the units that read such answers."""
    readers = set(asks)
    entries: defaultdict[str, _Entry] = defaultdict(_Entry)
    for node in analysis.nodes:
        kinds = {need.kind for need in _needs(node) if (need.kind, need.key) in keys}
        if not kinds:
            continue
        for each in node.examinations:
            reads = any((each.unit, kind) in readers for kind in kinds)
            if reads or any((need.kind, need.key) in keys for need in each.needs):
                entries[node.sha256].units[each.unit] = None
        _lead(analysis, node, entries)
    return _frozen(entries)


def boxed(analysis: Analysis, node: Node) -> Node:
    """The object in whose box a node was examined: itself, or for a body its message."""
    node = analysis.examined(node)
    while node.relation is Relation.BODY and node.parent >= 0:
        node = analysis.nodes[node.parent]
    return node


def _needs(node: Node) -> Iterator[Need]:
    for each in node.examinations:
        yield from each.needs


def _lead(analysis: Analysis, node: Node, entries: defaultdict[str, _Entry]) -> None:
    """Enter what has to run so that the node is met again: who found it, and those above it."""
    _read_message(node, entries[node.sha256])
    while node.parent >= 0:
        above = analysis.nodes[node.parent]
        entry = entries[above.sha256]
        entry.via[node.by] = None
        entry.every |= not node.by
        _read_message(above, entry)
        node = above


def _read_message(node: Node, entry: _Entry) -> None:
    """Units read the message that another unit has recorded."""
    for each in node.examinations:
        if any(isinstance(record, Message) for record in each.records):
            entry.via[each.unit] = None


def _frozen(entries: defaultdict[str, _Entry]) -> tuple[Again, ...]:
    return tuple(
        Again(
            sha256,
            () if entry.whole else tuple(entry.units),
            () if entry.whole or entry.every else tuple(entry.via),
            entry.whole,
        )
        for sha256, entry in entries.items()
    )
