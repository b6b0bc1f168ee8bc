"""The result of examining an artifact and everything inside it: frozen, complete, explicit."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from analyzers.model.message import Message
from analyzers.model.observation import Fact, Finding, Need, Relation
from analyzers.model.record import Record

SCHEMA = 3  # raise it when a stored Analysis can no longer be read


class Outcome(enum.StrEnum):
    """How one unit ended on one artifact; only COMPLETE means "looked and found no more"."""

    COMPLETE = "complete"
    UNREADABLE = "unreadable"
    CRASHED = "crashed"
    LIMITED = "limited"  # stopped at a bound; what it said before counts
    TIMED_OUT = "timed out"
    KILLED = "killed"  # the box died: memory, a signal, a forbidden call
    UNANSWERED = "unanswered"  # a Need that nobody could answer
    CANCELLED = "cancelled"
    NOT_RUN = "not run"  # a budget was used up before its turn


@dataclass(frozen=True, slots=True)
class Examination:
    """What one unit said of one artifact; ``unit`` is "box" where the box itself ended badly.

    ``general`` marks what was said without knowing the kind: by a general unit, or by
    the box.  It never makes an artifact count as analysed.
    """

    unit: str
    version: int
    outcome: Outcome
    reason: str = ""
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    records: tuple[Record, ...] = ()
    needs: tuple[Need, ...] = ()
    cpu_ms: float = 0.0
    general: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """One artifact in the tree.  ``duplicate_of`` names the node that carries the examinations of
    the same bytes; such a node has none of its own.  ``by`` is the unit that found it."""

    id: int
    parent: int  # -1 for the root
    name: str
    kind: str
    declared_type: str
    relation: Relation
    size: int
    sha256: str
    sha1: str
    md5: str
    examinations: tuple[Examination, ...] = ()
    duplicate_of: int = -1
    by: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """The artifact tree with all observations; node 0 is the root, parents precede children."""

    nodes: tuple[Node, ...]
    isolation: str  # "full" or "process"
    layers: tuple[str, ...]  # the layers every box of this analysis reported
    units: tuple[tuple[str, int], ...]  # name and version of every unit on duty
    rules: str  # SHA-256 over the rule sources, "" without rules
    seconds: float
    cpu_seconds: float
    schema: int = SCHEMA

    @property
    def root(self) -> Node:
        return self.nodes[0]

    @property
    def message(self) -> Message | None:
        """The parsed message, where the root is one."""
        return next((r for r in self.records(self.root) if isinstance(r, Message)), None)

    def children(self, node: Node) -> tuple[Node, ...]:
        return tuple(n for n in self.nodes if n.parent == node.id)

    def examined(self, node: Node) -> Node:
        """The node that carries the examinations of these bytes."""
        return self.nodes[node.duplicate_of] if node.duplicate_of >= 0 else node

    def records(self, node: Node) -> Iterator[Record]:
        for examination in self.examined(node).examinations:
            yield from examination.records

    def path(self, node: Node) -> str:
        """Names from the root's child down to the node, joined by " > "; "" for the root."""
        names: list[str] = []
        while node.parent >= 0:
            names.append(node.name or node.kind)
            node = self.nodes[node.parent]
        return " > ".join(reversed(names))
