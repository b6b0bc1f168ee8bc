"""What a profile adds to the guard: who may approve, whom to spare, how much a day."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

DAILY_ITEMS = 20_000  # items of one tenant in 24 hours; a profile may only lower it


@dataclass(frozen=True, slots=True)
class Safeguards:
    """``approvers`` are lines "address ed25519:key"; ``protected`` are addresses, or patterns such
    as *@board.example."""

    approvers: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    daily_items: int = DAILY_ITEMS

    def protects(self, address: str) -> bool:
        folded = address.casefold()
        return any(fnmatchcase(folded, pattern.casefold()) for pattern in self.protected)


UNGUARDED = Safeguards()  # of a profile that names none: what needs an approval waits for good
