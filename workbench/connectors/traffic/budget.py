"""How much may be repeated: a tenant in trouble is not helped by more requests."""

from __future__ import annotations

from workbench.connectors.traffic.limits import Allowance
from workbench.connectors.traffic.window import Window

AMPLIFICATION = 1.3  # requests sent for each one that was needed, repetitions included
SECONDS = 300.0  # over which that is counted
# Repetitions that are always allowed in it: two whole batches of fifty, the largest there are, and
# some, so that a short piece of work survives what befalls one of them.
SPARE = 120


class RetryBudget:
    """``needed`` and ``repeated`` count from the start."""

    def __init__(self) -> None:
        self._firsts = Window(Allowance(float("inf"), SECONDS))
        self._again = Window(Allowance(float("inf"), SECONDS))
        self.needed = self.repeated = 0

    def first(self, now: float, count: int = 1) -> None:
        self._firsts.spend(count, now)
        self.needed += count

    def again(self, now: float, count: int = 1) -> bool:
        """Whether so many more may be repeated; those that may are counted."""
        most = SPARE + (AMPLIFICATION - 1.0) * self._firsts.spent(now)
        if self._again.spent(now) + count > most:
            return False
        self._again.spend(count, now)
        self.repeated += count
        return True
