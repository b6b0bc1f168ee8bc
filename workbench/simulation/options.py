"""What to simulate and where to serve it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

LATENCY = 5  # milliseconds a request takes unless asked otherwise: enough for overlap to show


@dataclass(frozen=True, slots=True)
class Size:
    """``messages`` counts copies in all mailboxes, which came in the last ``days``."""

    seed: int = 2026
    mailboxes: int = 250
    messages: int = 6000
    days: int = 60


@dataclass(frozen=True, slots=True)
class Simulation:
    """``plain`` is the port without TLS, None for none; ``latency`` is in seconds."""

    size: Size = field(default_factory=Size)
    port: int = 0
    plain: int | None = None
    record: Path | None = None
    latency: float = LATENCY / 1000
    scenario: str = ""  # a name or a file of what goes wrong; nothing when empty
