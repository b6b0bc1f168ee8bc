"""The rate that a tenant really bears, whatever it publishes.

Additive increase, multiplicative decrease, where the decrease is half of the share of answers that
asked to wait (RFC 8257 section 3.3): a tenant that refuses everything halves the rate each second,
one that loses a request in twenty at random hardly slows it.
"""

from __future__ import annotations

EPOCH = 1.0  # seconds between two decreases
GROWTH = 1 / 15  # each second, of the rate after the last decrease ...
LEAST = 1 / 10  # ... or of this share of the published rate where that is more
FLOOR = 1 / 500  # of the published rate
WEIGHT = 1 / 4  # of the newest share in its average; RFC 8257 has 1/16 for far shorter epochs
BURST = 0.25  # seconds of the rate that may go out at once


class Congestion:
    """``ceiling`` is the published rate, in units a second."""

    def __init__(self, ceiling: float, now: float) -> None:
        self._ceiling = ceiling
        self._base, self._since = ceiling, now  # the rate, and when it was that
        self._share = 0.0  # average of what is refused
        self._begun, self._answered, self._refused = now, 0.0, 0.0
        self._free = now  # when what has gone out would have gone out at an even rate

    def rate(self, now: float) -> float:
        step = max(self._base, self._ceiling * LEAST) * GROWTH
        return min(self._ceiling, self._base + step * max(0.0, now - self._since))

    def delay(self, now: float) -> float:
        return max(0.0, self._free - now - BURST)

    def spend(self, units: float, now: float) -> None:
        """Nothing is spread out while the tenant bears what it publishes: the window counts."""
        rate = self.rate(now)
        self._free = max(self._free, now) + units / rate if rate < self._ceiling else now

    def answered(self, units: float, now: float, *, refused: bool) -> None:
        """``refused`` for answers that ask to come again later."""
        if not self._answered:
            self._begun = now
        self._answered += units
        self._refused += units if refused else 0.0
        if now - self._begun >= EPOCH:
            self._judge(now)

    def _judge(self, now: float) -> None:
        """Ends an epoch.  What counts is what was asked, not what might have been."""
        share = self._refused / self._answered
        if self._refused:
            held = min(self.rate(now), self._answered / (now - self._begun))
            self._share += WEIGHT * (share - self._share)
            self._base = max(held * (1 - self._share / 2), self._ceiling * FLOOR)
            self._since = now
        else:
            self._share -= WEIGHT * self._share
        self._answered = self._refused = 0.0
