"""Makes the finished Analysis of a tree: nodes in reading order, whichever box was faster."""

from __future__ import annotations

import time

from analyzers.engine import UNTASTED
from analyzers.model.analysis import Analysis, Node
from analyzers.model.unit import Unit
from workbench.isolation.drafts import Draft
from workbench.isolation.tree import Tree


def assemble(tree: Tree, level: str, units: tuple[Unit, ...], rules: str) -> Analysis:
    """The analysis; ``level`` is what the layers of its boxes amount to."""
    tree.overflow()
    order = _reading_order(tree.drafts)
    places = {draft.id: place for place, draft in enumerate(order)}
    return Analysis(
        tuple(_node(draft, tree.drafts, places) for draft in order),
        level,
        tree.layers or (),
        tuple((unit.name, unit.version) for unit in units),
        rules,
        time.monotonic() - tree.started,
        tree.cpu_seconds,
    )


def _reading_order(drafts: list[Draft]) -> list[Draft]:
    """Each draft after its parent, with all that is inside it before its next sibling; of twins the
    first has the content, whichever came first to a box."""
    below: dict[int, list[Draft]] = {}
    for draft in drafts:
        below.setdefault(draft.parent, []).append(draft)
    order, stack, placed = [], [drafts[0]], set[int]()
    while stack:
        draft = stack.pop()
        if draft.duplicate_of >= 0 and draft.duplicate_of not in placed:
            _trade(draft, drafts[draft.duplicate_of], drafts, below)
        order.append(draft)
        placed.add(draft.id)
        stack.extend(reversed(below.get(draft.id, [])))
    return order


def _trade(
    first: Draft, examined: Draft, drafts: list[Draft], below: dict[int, list[Draft]]
) -> None:
    """Hand what was found in a twin, and what lies in it, to the one that is read first."""
    first.kind, first.sha1, first.md5 = examined.kind, examined.sha1, examined.md5
    first.examinations, examined.examinations = examined.examinations, first.examinations
    below[first.id] = below.pop(examined.id, [])
    for child in below[first.id]:
        child.parent = first.id
    for other in drafts:
        if other.duplicate_of == examined.id:
            other.duplicate_of = first.id
    first.duplicate_of, examined.duplicate_of = -1, first.id


def _node(draft: Draft, drafts: list[Draft], places: dict[int, int]) -> Node:
    twin = drafts[draft.duplicate_of] if draft.duplicate_of >= 0 else draft
    return Node(
        places[draft.id],
        places.get(draft.parent, -1),
        draft.name,
        twin.kind or UNTASTED,
        draft.declared_type,
        draft.relation,
        draft.size,
        draft.sha256,
        twin.sha1,
        twin.md5,
        tuple(draft.examinations),
        places.get(draft.duplicate_of, -1),
        draft.by,
    )
