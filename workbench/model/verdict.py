"""What the engine concludes and what the analyst decides; neither overwrites the other."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Label(enum.StrEnum):
    MALICIOUS = "malicious"
    SUSPICIOUS = "suspicious"
    SPAM = "spam"
    CLEAN = "clean"
    NOT_ANALYSED = "not analysed"


class Disposition(enum.StrEnum):
    PHISH = "phish"
    MALWARE = "malware"
    BEC = "bec"
    SPAM = "spam"
    GRAYMAIL = "graymail"
    SIMULATION = "simulation"
    CLEAN = "clean"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Reason:
    """One shown line of the verdict; the points of all lines add up to the score."""

    rule: str
    points: int
    title: str
    evidence: str
    node: int  # Node.id in the analysis
    place: str  # path in the tree and place in the artifact, for people
    times: int = 1


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Something the analysis did not look at, and why."""

    what: str
    reason: str
    node: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """``score`` is the sum of the reasons' points clamped to 0..100."""

    label: Label
    score: int
    headline: str
    reasons: tuple[Reason, ...]
    not_checked: tuple[NotChecked, ...]
