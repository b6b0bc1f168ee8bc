"""Large actions begin small: waves of copies, and what stops an action before it does more harm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from workbench.model.remediation import ActionKind, ItemState
from workbench.remediation.items import Item
from workbench.remediation.journal import Action

FIRST, SECOND = 20, 200  # copies of the first two waves; the third is the rest
LOSSES: Final = 20  # copies of one wave that may end otherwise than wanted
SHARE: Final = 0.02  # of a wave

_LOST: Final = (ItemState.CHANGED, ItemState.DENIED, ItemState.REVIEW)


def in_waves(action: Action, above: int) -> bool:
    """Whether it is large by what it was planned with, however little of it is left; ``above`` is
    the profile's number of copies."""
    return action.kind is not ActionKind.UNDO and action.items > above


def waves(items: Sequence[Item], *, limited: bool) -> Iterator[Sequence[Item]]:
    """The open items in the order given; what goes on after a halt begins small again."""
    if not limited:
        yield items
        return
    for begin, end in ((0, FIRST), (FIRST, FIRST + SECOND), (FIRST + SECOND, len(items))):
        if part := items[begin:end]:
            yield part


class Watch:
    """Counts how the items of one wave end; ``limited`` where a large action goes in waves."""

    def __init__(self, *, limited: bool) -> None:
        self._limited = limited
        self._settled = self._lost = 0

    def take(self, items: Sequence[Item]) -> None:
        for item in items:
            if not item.is_open:
                self._settled += 1
                self._lost += item.state in _LOST

    @property
    def alarm(self) -> str:
        """Why the action must stop at once; "" while it need not."""
        return self._told if self._limited and self._lost > LOSSES else ""

    @property
    def verdict(self) -> str:
        """Why the next wave must not begin; "" where it may."""
        if self.alarm or not self._limited or self._lost <= SHARE * self._settled:
            return self.alarm
        return self._told

    @property
    def _told(self) -> str:
        return (
            f"{self._lost} of {self._settled} copies of this wave were changed, refused or could "
            "not be proven: look at them before you go on"
        )
