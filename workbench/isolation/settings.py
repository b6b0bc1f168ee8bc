"""How the analysis host is set up and what one analysis may use up."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace

from analyzers.model.unit import Limits

MESSAGE_BYTES = 300 << 20  # a message above is refused
ARTIFACT_BYTES = 1 << 30  # and any other artifact above this


class Warm(enum.StrEnum):
    """When the host loads what the units need."""

    LAZY = "lazy"  # when an artifact of the kind appears: for a single call
    IDLE = "idle"  # also while nothing waits: for the window


class BoxKind(enum.StrEnum):
    """How boxes are made."""

    AUTO = "auto"  # forked where the platform allows, else persistent
    FORKED = "forked"  # one child for one artifact, with all layers: Linux
    PERSISTENT = "persistent"  # a child that serves many artifacts, with resource limits only


@dataclass(frozen=True, slots=True)
class BoxLimits:
    """What one box may use for one artifact."""

    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    memory_bytes: int = 1 << 30  # address space beyond what the box starts with
    output_bytes: int = 16 << 20  # JSON; the bytes of children count apart


@dataclass(frozen=True, slots=True)
class TreeBudget:
    """What one analysis, an artifact with everything inside it, may use."""

    artifacts: int = 200
    depth: int = 8
    unpacked_bytes: int = 512 << 20
    cpu_seconds: float = 60.0
    output_bytes: int = 48 << 20


@dataclass(frozen=True, slots=True)
class RulePack:
    """YARA rule files as source: (namespace, text) pairs; only our own pack is ``trusted``."""

    name: str
    sources: tuple[tuple[str, str], ...]
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """Why one rule file of a pack is left out."""

    pack: str
    namespace: str
    reason: str


@dataclass(frozen=True, slots=True)
class PackStanding:
    """What of a pack is in use: ``rules`` of those ``files`` that are not ``left_out``."""

    name: str
    files: int
    left_out: int
    rules: int


@dataclass(frozen=True, slots=True)
class HostSettings:
    """What the host is told at its start.

    ``units`` and ``sniff`` name modules: one holds UNITS, the other the function ``sniff``.
    ``width`` is how many boxes background work may fill, 0 for one less than there are cores.
    ``without`` leaves layers out, to measure them and to prove that a missing one is refused.
    """

    units: str = "analyzers.units"
    sniff: str = "analyzers.sniff"
    warm: Warm = Warm.LAZY
    boxes: BoxKind = BoxKind.AUTO
    width: int = 0
    box: BoxLimits = BoxLimits()
    tree: TreeBudget = TreeBudget()
    limits: Limits = field(default_factory=Limits)
    packs: tuple[RulePack, ...] = ()
    without: tuple[str, ...] = ()


def raised(settings: HostSettings) -> HostSettings:
    """The same host for one who has been told what it may cost: minutes, and gigabytes."""
    return replace(
        settings,
        box=replace(settings.box, cpu_seconds=60, wall_seconds=120.0, memory_bytes=3 << 30),
        tree=TreeBudget(2_000, 32, 2 << 30, 600.0, 192 << 20),
        limits=Limits(40_000, 4_000, 1 << 30, 512 << 20, 5_000),
    )
