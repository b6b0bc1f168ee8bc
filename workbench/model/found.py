"""What a search of a tenant finds, and what it could not find out."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from workbench.model.deliveries import Delivery
from workbench.model.mail import Copy


class Standing(enum.StrEnum):
    """Of a recipient whom the provider's records name and of whom no copy is listed."""

    HELD = "in the provider's quarantine"
    NOT_FOUND = "recorded, not found"
    NOT_ASKED = "recorded, not asked"


@dataclass(frozen=True, slots=True)
class Hit:
    """``path`` is that of the folder, its bare key where the mailbox does not tell."""

    copy: Copy
    path: str


@dataclass(frozen=True, slots=True)
class Recorded:
    delivery: Delivery
    standing: Standing


@dataclass(frozen=True, slots=True)
class Silent:
    """A mailbox of which something is not known: it could not be asked, or holds more than the
    provider lists."""

    address: str
    why: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What one further answer brought; mailboxes by their addresses.  ``done`` of ``total``
    mailboxes were asked for the ``question``-th of ``questions`` Message-IDs."""

    hits: tuple[Hit, ...] = ()
    unreached: tuple[tuple[str, str], ...] = ()  # address, reason
    cut: tuple[str, ...] = ()  # more hits than the provider lists
    done: int = 0
    total: int = 0
    notes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()  # places that no call reaches
    recorded: tuple[Recorded, ...] = ()
    question: int = 1
    questions: int = 1

    @property
    def silent(self) -> tuple[Silent, ...]:
        """``unreached`` and ``cut``, one by one."""
        more = "more than the provider lists: narrow the search"
        unreached = (Silent(address, why) for address, why in self.unreached)
        return (*unreached, *(Silent(address, more, is_cut=True) for address in self.cut))
