"""Counts what was spent within a sliding window, in slices, so that memory stays small."""

from __future__ import annotations

from workbench.connectors.traffic.limits import Allowance

SLICES = 50  # of a window: what was spent counts for at most 1/50 of it longer than it has to


class Window:
    __slots__ = ("_allowance", "_slices", "_spent")

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._slices: list[tuple[int, float]] = []  # number of the slice, units; oldest first
        self._spent = 0.0

    def spent(self, now: float) -> float:
        """Units that still count."""
        self._forget(now)
        return self._spent

    def delay(self, units: float, now: float) -> float:
        """Seconds until so many more fit; more than the whole window fits into an empty one."""
        self._forget(now)
        over = self._spent + units - self._allowance.units
        for number, spent in self._slices:
            if over <= 0:
                break
            over -= spent
            moment = self._end(number)
            if over <= 0 or number == self._slices[-1][0]:
                return max(0.0, moment - now)
        return 0.0

    def spend(self, units: float, now: float) -> None:
        self._forget(now)
        number = int(now // self._step)
        self._spent += units
        if self._slices and self._slices[-1][0] == number:
            units += self._slices.pop()[1]
        self._slices.append((number, units))

    @property
    def _step(self) -> float:
        return self._allowance.seconds / SLICES

    def _end(self, number: int) -> float:
        """When what was spent in a slice no longer counts."""
        return (number + 1 + SLICES) * self._step

    def _forget(self, now: float) -> None:
        while self._slices and self._end(self._slices[0][0]) <= now:
            self._spent -= self._slices.pop(0)[1]
        if not self._slices:
            self._spent = 0.0
