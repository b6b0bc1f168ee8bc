"""What makes messages one campaign, and who belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Content:
    """Marks of what a message carries: hosts of its links, hashes of its files, its build."""

    hosts: str
    files: str
    structure: str

    def agrees(self, other: Content) -> str:
        """In which way both are alike, "" where they differ."""
        if self.files and self.files == other.files:
            return "same attached files"
        if self.hosts and self.hosts == other.hosts:
            return "links to the same hosts"
        bare = not (self.files or self.hosts or other.files or other.hosts)
        return "same structure" if bare and self.structure == other.structure else ""


@dataclass(frozen=True, slots=True)
class Member:
    """One message of a group; ``why`` it is there; whether it waits in a queue."""

    id: int
    subject: str
    sender: str
    received: datetime
    why: str
    waiting: bool
