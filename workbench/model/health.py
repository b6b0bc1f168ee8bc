"""What is known of a connection's health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workbench.model.natures import MailboxKind, Nature


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

    @property
    def unread(self) -> tuple[tuple[str, str], ...]:
        """Mailboxes that somebody expects to be read, with the reason why they are not."""
        refused = (n for n in self.natures if n.kind is MailboxKind.REFUSED)
        return (*self.unreached, *((one.address, one.note) for one in refused))
