"""How often a place is asked, how many requests a minute that may take, how long trouble waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workbench.connectors.watching import Place
from workbench.remediation.clock import Clock

MAIN = frozenset({"", "inbox", "sentitems", "junkemail"})  # where mail arrives and is sent from
SHORTEST, LONGEST = 20.0, 600.0  # seconds between two rounds of such a place ...
SIDE_SHORTEST, SIDE_LONGEST = 120.0, 3_600.0  # ... and of any other
FASTER, SLOWER = 0.5, 1.5  # after a round that brought something, and after one that did not
ROUNDS = 3_000  # a minute, in all: a small part of what the providers allow a tenant
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0  # seconds after trouble, doubled each time


@dataclass(slots=True)
class Interval:
    """Busy places are asked often, quiet ones rarely."""

    place: Place
    seconds: float = 0.0

    def after(self, arrived: int) -> float:
        """Seconds until the next round."""
        shortest, longest = _bounds(self.place)
        factor = FASTER if arrived else SLOWER
        self.seconds = min(max((self.seconds or shortest) * factor, shortest), longest)
        return self.seconds

    @property
    def longest(self) -> float:
        return _bounds(self.place)[1]


def _bounds(place: Place) -> tuple[float, float]:
    return (SHORTEST, LONGEST) if place.known in MAIN else (SIDE_SHORTEST, SIDE_LONGEST)


class Budget:
    """So many rounds a minute, evenly spread; what was not used is not saved up."""

    def __init__(self, clock: Clock, rounds: int = ROUNDS) -> None:
        self._clock = clock
        self._step = 60.0 / rounds
        self._free = clock.monotonic()

    async def take(self) -> None:
        """Returns when one more may begin."""
        now = self._clock.monotonic()
        turn = max(self._free, now)
        self._free = turn + self._step
        if turn > now:
            await self._clock.sleep(turn - now)


class Pause:
    """All places wait together while the tenant is throttled or cannot be reached."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tries = 0
        self.until: datetime | None = None

    @property
    def left(self) -> float:
        """Seconds; 0 when there is nothing to wait for."""
        if self.until is None:
            return 0.0
        return max(0.0, (self.until - self._clock.now()).total_seconds())

    def ask_again_after(self, seconds: float = 0.0) -> None:
        """As long as the tenant wishes, or else by exponential back-off with full jitter.  Trouble
        while all wait is of what was begun before: only a longer wish counts."""
        if left := self.left:
            wait = max(left, seconds)
        else:
            longest = min(FIRST_PAUSE * 2**self._tries, LONGEST_PAUSE)
            wait = seconds or max(1.0, longest * self._clock.jitter())
            self._tries = min(self._tries + 1, 16)
        self.until = self._clock.now() + timedelta(seconds=wait)

    def ease(self) -> None:
        """Something went well; what was asked for meanwhile still holds."""
        if not self.left:
            self.over()

    def over(self) -> None:
        self._tries, self.until = 0, None
