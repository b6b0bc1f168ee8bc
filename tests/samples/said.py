"""Runs one unit over bytes and sorts what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analyzers.model.message import Message
from analyzers.model.observation import Child, Fact, Finding, Observation


@dataclass(frozen=True, slots=True)
class Said:
    """All observations of one run."""

    all: tuple[Observation, ...]

    @classmethod
    def by(cls, observations: Iterable[Observation]) -> Said:
        return cls(tuple(observations))

    @property
    def message(self) -> Message:
        return next(o for o in self.all if isinstance(o, Message))

    @property
    def children(self) -> list[Child]:
        return [o for o in self.all if isinstance(o, Child)]

    @property
    def findings(self) -> list[Finding]:
        return [o for o in self.all if isinstance(o, Finding)]

    @property
    def rules(self) -> set[str]:
        return {finding.rule for finding in self.findings}

    @property
    def facts(self) -> dict[str, str]:
        return {o.label: o.value for o in self.all if isinstance(o, Fact)}
