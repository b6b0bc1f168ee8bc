"""Gathers what a message of Outlook holds: its bodies and attachments, and what was amiss."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from analyzers.model.message import Part
from analyzers.model.observation import Child, Finding


@dataclass(slots=True)
class Content:
    """Children with the part each is recorded as, and what was met on the way to them."""

    children: list[Child] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, child: Child, disposition: str = "", content_id: str = "") -> None:
        self.children.append(child)
        kind, _, label = child.declared_type.partition("; charset=")
        digest = hashlib.sha256(child.data).hexdigest()
        path, name = f"1.{len(self.children)}", child.name if disposition else ""
        size = len(child.data)
        self.parts.append(
            Part(path, kind, label, "", disposition, name, content_id, -1, size, digest, size=size)
        )

    def note(self, *findings: Finding) -> None:
        self.findings.extend(findings)
