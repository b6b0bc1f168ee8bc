"""Draws the ways from the texts of links over every known step to the domains at their ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from analyzers.model.content import Link
from analyzers.model.linkgraph import LinkEdge, LinkGraph, LinkNode, NodeKind

NODES: Final = 200  # more cannot be read on a screen
_LABEL: Final = 300  # characters of a node's label

_Node = tuple[NodeKind, str]


def graph(links: Iterable[Link]) -> LinkGraph:
    """Equal nodes and edges are one, and count how many links pass; a link whose nodes find no
    room is counted as left out."""
    nodes: dict[_Node, int] = {}
    passes: list[int] = []
    edges: dict[tuple[int, int, str], int] = {}
    left_out = 0
    for link in links:
        way = list(_way(link))
        fresh = {node for node, _ in way if node not in nodes}
        if len(nodes) + len(fresh) > NODES:
            left_out += 1
            continue
        indices = [_index(node, nodes, passes) for node, _ in way]
        for index in set(indices):
            passes[index] += 1
        for start, end, (_, by) in zip(indices, indices[1:], way[1:], strict=False):
            edges[start, end, by] = edges.get((start, end, by), 0) + 1
    return LinkGraph(
        tuple(LinkNode(*node, passes[index]) for node, index in nodes.items()),
        tuple(LinkEdge(*edge, count) for edge, count in edges.items()),
        left_out,
    )


def _index(node: _Node, nodes: dict[_Node, int], passes: list[int]) -> int:
    if node not in nodes:
        nodes[node] = len(nodes)
        passes.append(0)
    return nodes[node]


def _way(link: Link) -> Iterator[tuple[_Node, str]]:
    """The nodes of one link in order, each with the name of the step that leads to it."""
    if link.text:
        yield (NodeKind.TEXT, link.text[:_LABEL]), ""
    yield (NodeKind.ADDRESS, link.url[:_LABEL]), ""
    for step in link.redirects:
        if step.url:
            yield (NodeKind.STEP, step.url[:_LABEL]), step.by
    last = link.redirects[-1] if link.redirects else None
    if last is not None and not last.url:
        yield (NodeKind.UNKNOWN, last.domain or "unknown"), last.by
    else:
        domain = last.domain if last is not None else link.domain or link.host
        if domain:
            yield (NodeKind.DOMAIN, domain), ""
