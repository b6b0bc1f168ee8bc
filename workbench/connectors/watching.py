"""What a connector may do beyond the port: tell what changed in a mailbox since a mark."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from workbench.model.mail import Copy, MessageRef

NO_CHANGES = "this kind of tenant does not tell what changed"


@dataclass(frozen=True, slots=True)
class Place:
    """What has a mark of its own: one folder in Exchange, the whole mailbox in Gmail."""

    mailbox: str  # Mailbox.key
    folder: str = ""  # Folder.key, "" for all of the mailbox
    known: str = ""  # inbox, sentitems ...
    empty: bool = field(default=False, compare=False)  # and no mail arrives there by itself


@dataclass(frozen=True, slots=True)
class Changed:
    """One page of what changed.

    ``copies`` arrived or are told anew, in any order and perhaps twice; ``left`` are no longer in
    the place.  ``mark`` is where to go on from once the page is kept; the round ends with the page
    that has no ``more``.  ``reset`` marks the first page of a round that tells of everything since
    the start: what it does not name is not there.
    """

    place: Place
    copies: tuple[Copy, ...]
    left: tuple[MessageRef, ...]
    mark: str
    more: bool
    reset: bool = False


@runtime_checkable
class Watching(Protocol):
    """Marks are the connector's own text, fit to be stored."""

    async def places(self, mailbox: str) -> tuple[Place, ...]:
        """Where mail lies that is worth watching."""

    def changes(self, place: Place, mark: str, start: datetime) -> AsyncIterator[Changed]:
        """Pages of one round from ``mark`` on; everything received since ``start`` for an empty
        mark or one that the tenant has forgotten.  Cut off anywhere, the round is gone on with
        from the mark of the last page kept."""
