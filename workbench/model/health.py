"""What is known of a connection's health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workbench.model.natures import Nature


@dataclass(frozen=True, slots=True)
class Health:
    """Times are None where the event has not come; ``unreached`` are mailboxes that did not answer
    the last time, each with the reason."""

    synced: datetime | None = None
    signed_in: datetime | None = None
    waited: float = 0.0  # seconds, since connecting
    busy: datetime | None = None
    unreached: tuple[tuple[str, str], ...] = ()
    natures: tuple[Nature, ...] = ()  # what each mailbox is, those out of reach among them
