"""Counts what an application asks of each mailbox and says no above Exchange's limits.

https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits
"""

from __future__ import annotations

import time
from collections import deque

from workbench.simulation.server.calls import GraphRefusal
from workbench.simulation.server.settings import Settings

Lane = tuple[str, str]  # application, mailbox


class Throttle:
    """``peak`` is the most requests ever under way at once for one lane, refused ones too."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.reset()

    def reset(self) -> None:
        self._under_way: dict[Lane, int] = {}
        self._times: dict[Lane, deque[float]] = {}
        self._totals: dict[str, deque[float]] = {}
        self.peak = 0
        self.refused = 0

    def enter(self, lane: Lane) -> None:
        """Takes a place in the lane; raises a 429 refusal when it is full."""
        under_way = self._under_way.get(lane, 0) + 1
        self.peak = max(self.peak, under_way)
        if under_way > self._settings.concurrency:
            raise self._refusal("MailboxConcurrency")
        self._spend(lane)
        self._under_way[lane] = under_way

    def count(self, application: str) -> None:
        """Whatever the request is about; the limit of any application over all services."""
        limit, window = self._settings.total, self._settings.total_window
        self._require(self._totals.setdefault(application, deque()), limit, window, "Application")

    def leave(self, lane: Lane) -> None:
        self._under_way[lane] -= 1

    def _spend(self, lane: Lane) -> None:
        limit, window = self._settings.budget, self._settings.window
        self._require(self._times.setdefault(lane, deque()), limit, window, "MailboxRequests")

    def _require(self, times: deque[float], limit: int, window: float, name: str) -> None:
        now = time.monotonic()
        while times and times[0] <= now - window:
            times.popleft()
        if len(times) >= limit:
            raise self._refusal(name)
        times.append(now)

    def _refusal(self, limit: str) -> GraphRefusal:
        self.refused += 1
        return GraphRefusal(
            429,
            "ApplicationThrottled",
            f"Application is over its {limit} limit.",
            {"Retry-After": str(self._settings.retry_after)},
        )
