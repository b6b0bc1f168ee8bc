"""What a profile adds to the guard: who may approve, whom to spare, how much at once and a day."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from workbench.errors import BadInput
from workbench.model.natures import WORDS, MailboxKind
from workbench.model.thresholds import CUSTOMARY, Thresholds

KIND: Final = "kind:"  # begins the protection of all mailboxes of one kind
SHARED: Final = (
    f"{KIND}{MailboxKind.SHARED.value}"  # what profiles of real tenants protect at first
)
NAMED: Final = "named by the profile"
UNTOLD: Final = WORDS[MailboxKind.UNKNOWN]
DAILY_ITEMS: Final = 20_000  # items of one tenant in 24 hours; a profile may only lower it


@dataclass(frozen=True, slots=True)
class Safeguards:
    """``approvers`` are lines "address ed25519:key"; ``protected`` are addresses, patterns such as
    *@board.example, or kinds of mailboxes such as kind:shared."""

    approvers: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    daily_items: int = DAILY_ITEMS
    thresholds: Thresholds = CUSTOMARY

    def __post_init__(self) -> None:
        """``BadInput`` where the ceiling is higher than it may be."""
        if not 1 <= self.daily_items <= DAILY_ITEMS:
            raise BadInput(
                f"The ceiling of a day is from 1 to {DAILY_ITEMS} copies, and can only be lowered: "
                f"{self.daily_items} is not"
            )

    @property
    def by_kind(self) -> bool:
        """Whether what a mailbox is makes a difference."""
        return any(pattern.startswith(KIND) for pattern in self.protected)

    def why(self, address: str, kind: str = "") -> str:
        """Why what touches this mailbox needs a second person, "" where it needs none.  ``kind`` is
        a value of ``MailboxKind``, "" where nobody asked: where kinds are protected, a mailbox of
        which nobody knows may be one of them."""
        if kind and f"{KIND}{kind}" in self.protected:
            return WORDS[MailboxKind(kind)]
        folded = address.casefold()
        if any(fnmatchcase(folded, pattern.casefold()) for pattern in self.protected):
            return NAMED
        return UNTOLD if self.by_kind and kind in ("", MailboxKind.UNKNOWN.value) else ""


UNGUARDED = Safeguards()  # of a profile that names none: what needs an approval waits for good
