"""Several small messages in one box, one after the other: a box costs more than a message.

Only background work is read so.  A message that took the box over could falsify what is said of
those behind it; what an analyst opens is examined again, in a box of its own.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from analyzers.model.codec import Malformed
from workbench.isolation.boxes import Box, SharedBoxes
from workbench.isolation.frames import Frame, FrameReader
from workbench.isolation.protocol import Task
from workbench.isolation.run import SLACK, START_SECONDS, Hearing
from workbench.isolation.settings import HostSettings

ORDERS = 16  # messages in one box: its cost is a tenth of what they take then
BYTES = 1 << 20  # of one message; larger ones have boxes of their own


class Series:
    """``hearings`` has one entry for each order; those not done have to be examined alone."""

    def __init__(
        self, boxes: SharedBoxes, orders: Sequence[tuple[Task, bytes]], settings: HostSettings
    ) -> None:
        self._boxes = boxes
        self._reader = FrameReader(settings.box.output_bytes + SLACK, settings.limits.child_bytes)
        self.hearings = [Hearing(boxes, order, settings.box) for order, _ in orders]
        self._at = 0
        self.over = False
        self.box: Box = boxes.open_series(orders)
        self.deadline = time.monotonic() + START_SECONDS

    def feed(self, chunk: bytes) -> None:
        """Take what the box wrote; nothing means that it has closed its end."""
        if not chunk:
            self.over = True
            return
        try:
            for frame in self._reader.feed(chunk):
                self._hear(frame)
        except Malformed:
            self.over = True

    def expire(self, now: float) -> None:
        """Give up on a box that has not answered in time."""
        self.over = self.over or now >= self.deadline

    def conclude(self) -> None:
        """Take the box down; whoever is not done is examined alone."""
        self._boxes.close(self.box, self.over, 0.0)

    @property
    def culprit(self) -> Hearing | None:
        """Whose turn it was when the box ended too early."""
        hearing = self.hearings[self._at]
        return None if hearing.done else hearing

    def _hear(self, frame: Frame) -> None:
        if self.over:
            raise Malformed("more after the end")
        hearing = self.hearings[self._at]
        hearing.hear(frame)
        self.deadline = hearing.deadline
        if not hearing.over:
            return
        self._reader.renew()
        self.over = not hearing.done or bool(hearing.cold) or self._at + 1 == len(self.hearings)
        if not self.over:
            self._at += 1
            self.hearings[self._at].enter(hearing.layers or ())
            self.deadline = self.hearings[self._at].deadline
