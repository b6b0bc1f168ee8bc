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
    """Each draft after its parent, with all that is inside it before its next sibling."""
    below: dict[int, list[Draft]] = {}
    for draft in drafts:
        below.setdefault(draft.parent, []).append(draft)
    order, stack = [], [drafts[0]]
    while stack:
        draft = stack.pop()
        order.append(draft)
        stack.extend(reversed(below.get(draft.id, [])))
    return order


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
