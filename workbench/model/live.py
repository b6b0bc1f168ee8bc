"""How the watch for new mail stands, as screens show it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class Watch(enum.Enum):
    OFF = "off"
    LEARNING = "learning"  # which mailboxes and folders there are
    CATCHING_UP = "catching up"
    WATCHING = "watching"
    THROTTLED = "throttled"  # until ``until``
    UNREACHABLE = "unreachable"  # tried again at ``until``
    BROKEN = "broken"  # ``problem`` says why; nothing is tried any more


DAYS = 30  # that a first round tells of unless somebody says otherwise
MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class WatchChoice:
    """``mailboxes`` are keys, all inside the fence when empty; ``days`` of old mail come first."""

    mailboxes: tuple[str, ...] = ()
    days: int = DAYS


@dataclass(frozen=True, slots=True)
class LiveState:
    """Moments are UTC; ``places`` are folders, or mailboxes where these have none or
    whose folders are not known yet."""

    watch: Watch = Watch.OFF
    mailboxes: int = 0
    places: int = 0
    behind: int = 0  # places whose first round is not at its end yet
    asking: int = 0  # places being asked just now
    arrived: int = 0  # copies taken in since the watch began
    last: datetime | None = None  # when a place was last asked to the end
    following: datetime | None = None  # when the next place is due
    until: datetime | None = None
    problem: str = ""
    failed: tuple[tuple[str, str], ...] = ()  # mailbox address, reason

    @property
    def on(self) -> bool:
        return self.watch not in {Watch.OFF, Watch.BROKEN}
