"""What a profile adds to the guard: who may approve, whom to spare, how much a day."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

KIND = "kind:"  # begins the protection of all mailboxes of one kind
DAILY_ITEMS = 20_000  # items of one tenant in 24 hours; a profile may only lower it


@dataclass(frozen=True, slots=True)
class Safeguards:
    """``approvers`` are lines "address ed25519:key"; ``protected`` are addresses, patterns such as
    *@board.example, or kinds of mailboxes such as kind:shared."""

    approvers: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    daily_items: int = DAILY_ITEMS

    @property
    def by_kind(self) -> bool:
        """Whether what a mailbox is makes a difference."""
        return any(pattern.startswith(KIND) for pattern in self.protected)

    def protects(self, address: str, kind: str = "") -> bool:
        """``kind`` is a value of ``MailboxKind``, "" where nobody knows."""
        if kind and f"{KIND}{kind}" in self.protected:
            return True
        folded = address.casefold()
        return any(fnmatchcase(folded, pattern.casefold()) for pattern in self.protected)


UNGUARDED = Safeguards()  # of a profile that names none: what needs an approval waits for good
