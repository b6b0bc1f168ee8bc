"""A tenant that one identity reads and another one changes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol

from workbench.connectors.bulk import quarantine_folders
from workbench.connectors.calendars import Calendars, TwoCalendars, calendars_of
from workbench.connectors.containing import containing_of
from workbench.connectors.housekeeping import NOT_OFFERED, housekeeping_of
from workbench.connectors.keeping import Keeping, TwoKeepings, keeping_of
from workbench.connectors.port import Connector, Move, MoveReply, Page, Query, Sighting
from workbench.errors import PermissionMissing
from workbench.model.containment import Act, ActKind, Looked
from workbench.model.mail import Alert, Folder, MessageRef, RawMessage, UserReport
from workbench.model.tenant import Mailbox, Power, Tenant


class Writer(Protocol):
    """The part of a connector that changes mailboxes."""

    @property
    def powers(self) -> Power: ...

    @property
    def rights(self) -> frozenset[str]: ...

    async def sign_in(self) -> None: ...

    async def quarantine_folder(self, mailbox: str) -> Folder: ...

    async def draft(self, mailbox: str, subject: str, text: str) -> str: ...

    async def move(self, moves: Sequence[Move]) -> tuple[MoveReply, ...]: ...

    async def looked(self, act: Act, before: str = "") -> Looked: ...

    async def contain(self, act: Act) -> None: ...

    async def close(self) -> None: ...


class TwoIdentities:
    """Whatever changes a mailbox goes by ``writer``, all else by ``reader``."""

    def __init__(self, reader: Connector, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    @property
    def tenant(self) -> Tenant:
        return self._reader.tenant

    @property
    def powers(self) -> Power:
        return self._reader.powers | (self._writer.powers & (Power.MOVE | Power.EVENTS))

    @property
    def rights(self) -> frozenset[str]:
        return self._reader.rights

    async def connect(self) -> Tenant:
        await self._writer.sign_in()
        return await self._reader.connect()

    async def close(self) -> None:
        await self._writer.close()
        await self._reader.close()

    def mailboxes(self) -> AsyncIterator[tuple[Mailbox, ...]]:
        return self._reader.mailboxes()

    def find(self, query: Query) -> AsyncIterator[Page]:
        return self._reader.find(query)

    def reports(self, since: datetime) -> AsyncIterator[tuple[UserReport, ...]]:
        return self._reader.reports(since)

    def alerts(self, since: datetime) -> AsyncIterator[tuple[Alert, ...]]:
        return self._reader.alerts(since)

    async def fetch(self, ref: MessageRef) -> RawMessage:
        return await self._reader.fetch(ref)

    async def folders(self, mailbox: str) -> tuple[Folder, ...]:
        return await self._reader.folders(mailbox)

    def place(self, key: str, folders: Sequence[Folder]) -> Folder | None:
        return self._reader.place(key, folders)

    async def known_folder(self, mailbox: str, name: str) -> Folder:
        return await self._reader.known_folder(mailbox, name)

    async def look(self, refs: Sequence[MessageRef]) -> tuple[Sighting, ...]:
        return await self._reader.look(refs)

    @property
    def acts(self) -> frozenset[ActKind]:
        return containing_of(self._reader).acts

    async def looked(self, act: Act, before: str = "") -> Looked:
        """By the writer where the reader may not: some rights only come with changing."""
        try:
            return await containing_of(self._reader).looked(act, before)
        except PermissionMissing:
            return await self._writer.looked(act, before)

    async def contain(self, act: Act) -> None:
        await self._writer.contain(act)

    async def quarantine_folder(self, mailbox: str) -> Folder:
        return await self._writer.quarantine_folder(mailbox)

    async def quarantine_folders(self, mailboxes: Sequence[str]) -> dict[str, Folder]:
        return await quarantine_folders(self._writer, mailboxes)

    @property
    def keeping(self) -> Keeping | None:
        reads, writes = keeping_of(self._reader), getattr(self._writer, "keeping", None)
        return TwoKeepings(reads, writes) if reads is not None and writes is not None else None

    @property
    def calendars(self) -> Calendars | None:
        reads, writes = calendars_of(self._reader), getattr(self._writer, "calendars", None)
        return TwoCalendars(reads, writes) if reads is not None and writes is not None else None

    async def draft(self, mailbox: str, subject: str, text: str) -> str:
        return await self._writer.draft(mailbox, subject, text)

    async def remove_quarantine(self, mailbox: str, folder: str) -> str:
        keeper = housekeeping_of(self._writer)
        return await keeper.remove_quarantine(mailbox, folder) if keeper else NOT_OFFERED

    async def move(self, moves: Sequence[Move]) -> tuple[MoveReply, ...]:
        return await self._writer.move(moves)
