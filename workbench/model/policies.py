"""Standing permissions that an analyst arms: what may be done alone, how much, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workbench.model.proposals import Proposal
from workbench.model.remediation import Choice


@dataclass(frozen=True, slots=True)
class Policy:
    """``origins`` are words of ``WORDS``; ``fence`` are mailbox addresses, all when empty.

    ``minimum`` is the score each message must have; ``per_run`` and ``per_day`` count copies, a
    day is the last 24 hours.
    """

    name: str
    tenant: str
    origins: tuple[str, ...]
    minimum: int
    choice: Choice
    fence: tuple[str, ...]
    per_run: int
    per_day: int
    expires: datetime
    armed: datetime
    armed_by: str
    disarmed: datetime | None = None
    disarmed_by: str = ""

    def is_armed(self, now: datetime) -> bool:
        return self.disarmed is None and now < self.expires

    def allows(self, proposal: Proposal) -> bool:
        """Whether it is about such proposals at all."""
        word = word_of(proposal)
        return any(word == one or word.startswith(f"{one}:") for one in self.origins)


# As typed: an indicator may be narrowed to one kind.
WORDS = (
    "late", "rule", "verdict", "indicator", "indicator:domain", "indicator:link host",
    "indicator:sender", "indicator:sha256",
)  # fmt: skip


def word_of(proposal: Proposal) -> str:
    """``detail`` of an indicator's proposal is its kind."""
    origin = "late" if proposal.origin == "second look" else proposal.origin.value
    return f"{origin}:{proposal.detail}" if proposal.detail else origin
