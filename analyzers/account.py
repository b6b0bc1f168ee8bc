"""Keeps what one unit says of one artifact, within the limits, and notes the limits it meets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analyzers.model.observation import Child, Fact, Finding, Need, Observation, Severity
from analyzers.model.record import Record
from analyzers.model.unit import Limits

LIMIT = "limit."  # begins the rule of each finding that says something was left unread


@dataclass(slots=True)
class Room:
    """What the children of one artifact and its bodies use up, all units together."""

    children: int = 0
    child_bytes: int = 0


class Account:
    """What one unit has said so far, and which limits it met."""

    def __init__(self, limits: Limits, room: Room) -> None:
        self._limits, self._room = limits, room
        self.facts: list[Fact] = []
        self.findings: list[Finding] = []
        self.records: list[Record] = []
        self.needs: list[Need] = []
        self.children: list[Child] = []
        self.limit = ""  # the first limit met, in words
        self.damage = ""  # the first thing that could not be read, in words

    def listen(self, said: Iterable[Observation]) -> None:
        """Enter what the unit yields until it ends or has said too much."""
        for count, observation in enumerate(said, start=1):
            if count > self._limits.observations:
                reached = f"More than {self._limits.observations} observations by one analyzer"
                self.cap("limit.observations", reached)
                return
            self._enter(observation)

    def cap(self, rule: str, title: str) -> None:
        """Note, once, that a limit was met: a limit nobody sees would hide what lies beyond."""
        self.limit = self.limit or title
        if all(finding.rule != rule for finding in self.findings):
            self.findings.append(Finding(rule, Severity.MEDIUM, title))

    def _enter(self, observation: Observation) -> None:
        match observation:
            case Fact():
                self.facts.append(observation)
            case Finding():
                self._heed(observation)
                self.findings.append(observation)
            case Need():
                self.needs.append(observation)
            case Child():
                self._adopt(observation)
            case _:
                self.records.append(observation)

    def _heed(self, finding: Finding) -> None:
        """A unit that left something out has not looked at all of it, and may not seem to."""
        if finding.rule.startswith(LIMIT):
            self.limit = self.limit or finding.title
        elif finding.incomplete:
            self.damage = self.damage or finding.title

    def _adopt(self, child: Child) -> None:
        room, limits = self._room, self._limits
        if room.children >= limits.children:
            self.cap("limit.children", f"More than {limits.children} objects inside")
        elif room.child_bytes + len(child.data) > limits.child_bytes:
            size = limits.child_bytes >> 20
            self.cap("limit.child-bytes", f"The objects inside exceed {size} MiB")
        else:
            room.children += 1
            room.child_bytes += len(child.data)
            self.children.append(child)
