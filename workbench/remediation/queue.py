"""Which items are due, at most so many of one mailbox under way at a time."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from itertools import count

from workbench.model.remediation import ItemState
from workbench.remediation.items import Item

BATCH = 20  # parts of one Graph $batch request
PER_MAILBOX = 4  # requests Graph serves one mailbox at a time
_SCAN = 200  # items looked at for one batch; bounds the work where one mailbox holds thousands


class Queue:
    def __init__(self, items: Iterable[Item]) -> None:
        self._order = count()
        self._heap: list[tuple[float, int, Item]] = []
        self._under_way: Counter[str] = Counter()
        for item in items:
            self._push(item)

    def __len__(self) -> int:
        return len(self._heap)

    def take(self, now: float) -> list[Item]:
        """A batch of due items; empty when none is due or their mailboxes are busy enough."""
        batch: list[Item] = []
        held: list[tuple[float, int, Item]] = []
        while self._heap and self._heap[0][0] <= now and len(batch) < BATCH and len(held) < _SCAN:
            entry = heapq.heappop(self._heap)
            if self._under_way[entry[2].ref.mailbox] < PER_MAILBOX:
                batch.append(entry[2])
                self._under_way[entry[2].ref.mailbox] += 1
            else:
                held.append(entry)
        for entry in held:
            heapq.heappush(self._heap, entry)
        return batch

    def give_back(self, taken: Iterable[Item], now: Iterable[Item]) -> None:
        """The items of a batch as taken and as they are now; settled ones stay away."""
        self._under_way.subtract(item.ref.mailbox for item in taken)
        for item in now:
            if item.is_open:
                self._push(item)

    def drop_pending(self) -> list[Item]:
        """Takes out for good what was never asked of the tenant."""
        pending = [entry[2] for entry in self._heap if entry[2].state is ItemState.PENDING]
        self._heap = [entry for entry in self._heap if entry[2].state is not ItemState.PENDING]
        heapq.heapify(self._heap)
        return pending

    @property
    def next_at(self) -> float | None:
        """When the earliest waiting item is due."""
        return self._heap[0][0] if self._heap else None

    def _push(self, item: Item) -> None:
        heapq.heappush(self._heap, (item.next_at, next(self._order), item))
