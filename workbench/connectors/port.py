"""The port: all that the workbench ever asks of a tenant.

Calls are asynchronous and bulk-first: lists come in pages, look and move take many references and
answer each on its own.  On purpose they raise ``ConnectorError`` and nothing else; waiting out a
throttled tenant is the connector's own business up to its patience, after which it raises
``Throttled``.  Cancelling is cancelling the task.
"""

from __future__ import annotations

import enum
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from workbench.model.mail import Alert, Copy, Folder, MessageRef, RawMessage, UserReport
from workbench.model.tenant import Mailbox, Power, Tenant


@dataclass(frozen=True, slots=True)
class Query:
    """Which copies are wanted; empty fields do not restrict.

    Every copy given fulfils all fields but ``text``, which only the provider's index can judge.
    """

    internet_id: str = ""
    since: datetime | None = None
    mailboxes: tuple[str, ...] = ()  # Mailbox.key; all mailboxes when empty
    until: datetime | None = None  # not later than
    sender: str = ""  # an address, or the end of one ("example.org", "@example.org")
    subject: str = ""  # a piece of it, whatever its letter case
    text: str = ""  # words of the body or an address in it, as the provider's index sees them
    recoverable: bool = False  # also what its owner deleted for good, where it can be listed


@dataclass(frozen=True, slots=True)
class Page:
    """Copies found, and mailboxes that could not be asked with the reason why."""

    copies: tuple[Copy, ...] = ()
    unreached: tuple[tuple[str, str], ...] = ()  # Mailbox.key, reason
    mailboxes_done: int = 0  # so far
    mailboxes_total: int = 0
    cut: tuple[str, ...] = ()  # Mailbox.key of those with more hits than the provider lists


class Reply(enum.Enum):
    """How one part of a bulk call was answered."""

    OK = "ok"
    GONE = "gone"  # 404: no such message (or folder, for a move: see ``detail``)
    DENIED = "denied"  # 403
    CONFLICT = "conflict"  # 409, 412
    BUSY = "busy"  # 429, 503, 504: come again after ``retry_after``
    REFUSED = "refused"  # 400 and other final answers
    UNKNOWN = "unknown"  # no answer, 5xx: nobody knows what happened


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a copy lies now; ``copy`` is set exactly when ``reply`` is OK."""

    ref: MessageRef
    reply: Reply
    copy: Copy | None = None
    detail: str = ""
    retry_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Move:
    """The target state wanted for one copy; ``request`` is sent as client-request-id."""

    ref: MessageRef
    destination: str  # folder key, or what workbench.connectors.tags writes for a tag
    request: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class MoveReply:
    """A hint, never proof: the proof is a later sighting."""

    ref: MessageRef
    reply: Reply
    version: str = ""
    detail: str = ""
    retry_after: float = 0.0


def by_key(key: str, folders: Sequence[Folder]) -> Folder | None:
    """The place of a provider whose messages lie in one folder each."""
    return next((folder for folder in folders if folder.key == key), None)


class Connector(Protocol):
    """One connected tenant."""

    @property
    def tenant(self) -> Tenant: ...

    @property
    def powers(self) -> Power: ...

    @property
    def rights(self) -> frozenset[str]:
        """The rights the tenant gave us, by the provider's own names; known once connected."""

    async def connect(self) -> Tenant:
        """Sign in and learn who the tenant is; must come before anything else."""

    async def close(self) -> None: ...

    def mailboxes(self) -> AsyncIterator[tuple[Mailbox, ...]]:
        """Pages of the mailboxes in scope."""

    def find(self, query: Query) -> AsyncIterator[Page]:
        """Pages as they come, newest first within each mailbox, many mailboxes at a time."""

    def reports(self, since: datetime) -> AsyncIterator[tuple[UserReport, ...]]: ...

    def alerts(self, since: datetime) -> AsyncIterator[tuple[Alert, ...]]: ...

    async def fetch(self, ref: MessageRef) -> RawMessage:
        """The raw MIME source; ``Gone`` when the copy is no longer there."""

    async def folders(self, mailbox: str) -> tuple[Folder, ...]:
        """All mail folders of one mailbox, hidden ones included."""

    def place(self, key: str, folders: Sequence[Folder]) -> Folder | None:
        """What ``Copy.folder`` names, given the folders of its mailbox; None where it, or a part
        of it, is no longer there."""

    async def quarantine_folder(self, mailbox: str) -> Folder:
        """Our own hidden folder, made on first use; idempotent."""

    async def known_folder(self, mailbox: str, name: str) -> Folder:
        """The folder that the provider itself made, by Graph's well-known name: junkemail,
        deleteditems, recoverableitemsdeletions; ``Gone`` where the mailbox has none such."""

    async def look(self, refs: Sequence[MessageRef]) -> tuple[Sighting, ...]:
        """Where each copy lies now, in the order asked."""

    async def move(self, moves: Sequence[Move]) -> tuple[MoveReply, ...]:
        """Ask for each target state; idempotent; answers in the order asked."""
