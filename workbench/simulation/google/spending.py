"""What was spent of a quota within the last minute."""

from __future__ import annotations

import time
from collections import deque

MINUTE = 60.0


class Spent:
    def __init__(self) -> None:
        self._times: deque[tuple[float, int]] = deque()
        self._units = 0

    @property
    def lately(self) -> int:
        while self._times and self._times[0][0] <= time.monotonic() - MINUTE:
            self._units -= self._times.popleft()[1]
        return self._units

    def add(self, units: int) -> None:
        self._times.append((time.monotonic(), units))
        self._units += units
