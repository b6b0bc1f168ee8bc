"""The event that a meeting request leaves in the calendar of whoever gets it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meeting:
    """``owned`` where the mailbox itself organises it: taking such an event out tells all guests.
    ``begins`` and ``ends`` are as the provider writes them, in UTC."""

    key: str  # immutable id of the event
    version: str
    begins: str
    ends: str
    owned: bool
