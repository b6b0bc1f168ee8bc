"""What is under examination: bytes, with the name and type somebody claimed for them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Artifact:
    """One artifact.  ``kind`` is tasted from the bytes; name and declared type are only claims."""

    data: bytes = field(repr=False)
    name: str
    kind: str
    declared_type: str = ""
    depth: int = 0
    sha256: str = ""

    @classmethod
    def of(
        cls, data: bytes, name: str, kind: str, declared_type: str = "", depth: int = 0
    ) -> Artifact:
        return cls(data, name, kind, declared_type, depth, hashlib.sha256(data).hexdigest())
