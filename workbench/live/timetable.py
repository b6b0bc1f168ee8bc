"""Which place is due when; times are wall times, so that a sleep of the computer counts."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count

from workbench.connectors.watching import Place
from workbench.live.pacing import Interval
from workbench.remediation.clock import Clock

FOLDERS = "?"  # in ``Place.known``: the folders of the mailbox are to be listed
# Of what is due at once the inboxes come first: what arrived lies there.
RANKS = {"inbox": 0, FOLDERS: 1, "sentitems": 2, "junkemail": 3}
LAST_RANK = 4
AT_ONCE = datetime.min.replace(tzinfo=UTC)
BACK = timedelta(seconds=60)  # a clock put back further than this makes everything due


class Timetable:
    """Places that are taken out come back with ``later`` or ``again``."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._looked = clock.now()
        self._due: list[tuple[datetime, int, int, Place]] = []
        self._numbers = count()
        self.intervals: dict[Place, Interval] = {}

    @property
    def following(self) -> datetime | None:
        return max(self._due[0][0], self._clock.now()) if self._due else None

    def add(self, place: Place) -> None:
        """Due at once, unless it is known already."""
        if place not in self.intervals:
            self.intervals[place] = Interval(place)
            self.again(place, 0.0)

    def remove(self, place: Place) -> None:
        self.intervals.pop(place, None)

    def keep(self, mailboxes: Iterable[str]) -> None:
        """Places of other mailboxes are asked no more."""
        wanted = frozenset(mailboxes)
        for place in [place for place in self.intervals if place.mailbox not in wanted]:
            self.remove(place)

    def take(self) -> Place | None:
        """A place that is due."""
        if self._is_put_back():
            self.hurry()
        while self._due and self._due[0][0] <= self._clock.now():
            place = heapq.heappop(self._due)[-1]
            if place in self.intervals:
                return place
        return None

    def later(self, place: Place, arrived: int) -> None:
        """After a round that brought so many copies."""
        if place in self.intervals:
            self.again(place, self.intervals[place].after(arrived))

    def again(self, place: Place, seconds: float = 0.0) -> None:
        """After so many seconds, or as late as the place allows."""
        moment = self._clock.now() + timedelta(seconds=seconds) if seconds else AT_ONCE
        heapq.heappush(self._due, self._entry(moment, place))

    def hurry(self) -> None:
        """Everything is due."""
        self._due = [self._entry(AT_ONCE, entry[-1]) for entry in sorted(self._due)]
        heapq.heapify(self._due)

    def _entry(self, moment: datetime, place: Place) -> tuple[datetime, int, int, Place]:
        """Ordered by rank within a moment, then as they came."""
        rank = RANKS.get(place.known, LAST_RANK if place.folder else 0)
        return moment, rank, next(self._numbers), place

    def left(self) -> float:
        """Seconds until something is due; none are known to be due where nothing waits."""
        if not self._due:
            return float("inf")
        following = max(self._due[0][0], self._clock.now())
        return (following - self._clock.now()).total_seconds()

    def _is_put_back(self) -> bool:
        before, self._looked = self._looked, self._clock.now()
        return self._looked < before - BACK
