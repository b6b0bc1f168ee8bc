"""The event that a meeting request leaves in the calendar of whoever gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

GOOGLE: Final = "calendar.events"  # short name of the scope
MICROSOFT: Final = "Calendars.ReadWrite"


@dataclass(frozen=True, slots=True)
class Meeting:
    """``owned`` where the mailbox itself organises it: taking such an event out tells all guests.
    ``begins`` and ``ends`` are as the provider writes them, "" of what was deleted."""

    key: str  # immutable id of the event
    version: str
    begins: str
    ends: str
    owned: bool


def right_of(provider: str) -> str:
    """What changing calendars needs there."""
    return GOOGLE if provider.startswith("Google") else MICROSOFT
