"""The rate that a tenant really bears, whatever it publishes.

Additive increase, multiplicative decrease, where the decrease is half of the share of answers that
asked to wait (RFC 8257 section 3.3): a tenant that refuses everything halves the rate each second,
one that loses a request in twenty at random hardly slows it.
"""

from __future__ import annotations

EPOCH = 1.0  # seconds between two decreases, and ...
SAMPLE = 20  # ... answers at least: one refusal among a few says nothing of the rate
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
        self._begun, self._answers, self._refused = now, 0, 0
        self._debt, self._paid = 0.0, now  # units that went out ahead of the rate, and as of when

    def rate(self, now: float) -> float:
        step = max(self._base, self._ceiling * LEAST) * GROWTH
        return min(self._ceiling, self._base + step * max(0.0, now - self._since))

    def delay(self, now: float) -> float:
        """Seconds at the rate of now, which may be more by then."""
        self._pay(now)
        return max(0.0, self._debt / self.rate(now) - BURST)

    def spend(self, units: float, now: float) -> None:
        """Nothing is spread out while the tenant bears what it publishes: the window counts."""
        self._pay(now)
        self._debt = self._debt + units if self.rate(now) < self._ceiling else 0.0

    def answered(self, now: float, *, refused: bool) -> None:
        """``refused`` for answers that ask to come again later."""
        if not self._answers:
            self._begun = now
        self._answers += 1
        self._refused += refused
        if now - self._begun >= EPOCH and self._answers >= SAMPLE:
            self._judge(now)

    def _judge(self, now: float) -> None:
        share = self._refused / self._answers
        self._share += WEIGHT * (share - self._share)
        if self._refused:
            self._base = max(self.rate(now) * (1 - self._share / 2), self._ceiling * FLOOR)
            self._since = now
        self._answers = self._refused = 0

    def _pay(self, now: float) -> None:
        self._debt = max(0.0, self._debt - self.rate(now) * (now - self._paid))
        self._paid = now
