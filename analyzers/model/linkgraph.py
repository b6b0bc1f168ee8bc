"""The ways from what links say to where they lead, as a small graph to draw."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class NodeKind(enum.StrEnum):
    """What a node of the graph is."""

    TEXT = "text"  # what a reader sees
    ADDRESS = "address"  # the address behind it
    STEP = "step"  # an address that another one leads on to
    DOMAIN = "domain"  # the registrable domain at the end, the host where it has none
    UNKNOWN = "unknown"  # the end is known to a server only


@dataclass(frozen=True, slots=True)
class LinkNode:
    kind: NodeKind
    label: str
    count: int = 1  # links that pass through it


@dataclass(frozen=True, slots=True)
class LinkEdge:
    """``start`` and ``end`` are indices of nodes; ``by`` names the step, "" where it is none."""

    start: int
    end: int
    by: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class LinkGraph:
    nodes: tuple[LinkNode, ...] = ()
    edges: tuple[LinkEdge, ...] = ()
    left_out: int = 0  # links for whose nodes there was no room
