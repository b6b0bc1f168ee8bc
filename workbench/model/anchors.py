"""How far the audit log is anchored outside, sink by sink."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

BESIDE = "file"  # the sink that is always there


@dataclass(frozen=True, slots=True)
class SinkStanding:
    """``seq`` is the last row a receipt was given for, 0 for none; ``since`` the first failure
    after that, None where the last attempt worked; ``reason`` its words."""

    sink: str
    seq: int
    anchored: datetime | None = None
    since: datetime | None = None
    reason: str = ""

    @property
    def sentence(self) -> str:
        """Of the trouble, "" where there is none."""
        if self.since is None:
            return ""
        place = "beside the workspace" if self.sink == BESIDE else f"at {self.sink}"
        return f"Not anchored {place} since {self.since:%Y-%m-%d %H:%M} UTC: {self.reason}"
