"""What a mailbox is, whoever its licence belongs to, and what follows from that."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from workbench.model.archives import BADGE, NOT_TOLD, Archive, Archived


class MailboxKind(enum.StrEnum):
    PERSON = "person"
    SHARED = "shared"
    ROOM = "room"
    EQUIPMENT = "equipment"
    OTHER = "other"
    GROUP = "group"
    SUSPENDED = "suspended"
    ARCHIVED = "archived"
    ELSEWHERE = "no mailbox here"  # on-premises, without a licence, or deleted a while ago
    REFUSED = "refused"  # a shared one that whoever signed in may not open
    UNKNOWN = "not known"


OUT_OF_REACH = frozenset({
    MailboxKind.GROUP, MailboxKind.SUSPENDED, MailboxKind.ARCHIVED, MailboxKind.ELSEWHERE,
    MailboxKind.REFUSED,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nature:
    """``note`` says why the kind is not known, or why nothing in it is read; ``archive`` is at its
    default where the provider has no such thing."""

    key: str  # Mailbox.key, or what the directory calls it
    address: str
    kind: MailboxKind
    note: str = ""
    archive: Archived = NOT_TOLD

    @property
    def is_reached(self) -> bool:
        return self.kind not in OUT_OF_REACH


def badges(nature: Nature, provider: str) -> tuple[str, ...]:
    """The few words that a row about this mailbox carries; none for a person's own where nothing
    is special."""
    found = () if nature.kind is MailboxKind.PERSON else (WORDS[nature.kind],)
    return (*found, *_limits(nature, provider))


def _limits(nature: Nature, provider: str) -> tuple[str, ...]:
    if not nature.is_reached:
        return ("not read",)
    if provider.startswith("Google"):
        return ("no undo after 30 days",)  # Gmail empties its Bin then
    return (BADGE,) if nature.archive.state is Archive.HAS else ()


WORDS = {
    MailboxKind.SHARED: "shared mailbox",
    MailboxKind.ROOM: "room",
    MailboxKind.EQUIPMENT: "equipment",
    MailboxKind.OTHER: "special mailbox",
    MailboxKind.GROUP: "group's mailbox",
    MailboxKind.SUSPENDED: "suspended user",
    MailboxKind.ARCHIVED: "archived user",
    MailboxKind.ELSEWHERE: "on-premises or unlicensed",
    MailboxKind.REFUSED: "refused",
    MailboxKind.UNKNOWN: "kind not known",
}
PLURALS = {
    MailboxKind.SHARED: "shared mailboxes",
    MailboxKind.ROOM: "rooms",
    MailboxKind.EQUIPMENT: "equipment",
    MailboxKind.OTHER: "special mailboxes",
}
"""Of the kinds that a profile can protect."""
