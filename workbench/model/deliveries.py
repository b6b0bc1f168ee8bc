"""What a provider's own records say of a message's way to each recipient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one recipient, as recorded by the provider; no proof of where it lies now."""

    internet_id: str
    network_id: str  # the provider's own id of the message, "" where the record has none
    recipient: str
    sender: str
    subject: str
    received: datetime
    action: str  # in the provider's words: Delivered, Blocked, quarantined ...
    place: str = ""  # in the provider's words: Inbox/folder, Quarantine ...

    @property
    def is_held(self) -> bool:
        """It lies in the provider's quarantine, from where somebody may release it."""
        return "quarantine" in f"{self.action} {self.place}".casefold()
