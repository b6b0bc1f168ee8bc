"""Any connector behind a fence: mailboxes outside it are neither read nor written, nor shown.

The fence is looked at again in each call that names a mailbox, the writing ones above all, so that
no caller, and no row of the journal, can step over it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime

from workbench.connectors import keeping as keepings
from workbench.connectors.bulk import quarantine_folders
from workbench.connectors.calendars import Calendars, calendars_of
from workbench.connectors.drafting import drafting_of
from workbench.connectors.fenced_beside import FencedBeside
from workbench.connectors.fenced_calendars import FencedCalendars
from workbench.connectors.housekeeping import NOT_OFFERED, housekeeping_of
from workbench.connectors.keeping import Keeping, keeping_of
from workbench.connectors.pilot import OUTSIDE, Outside, Sharing, pilot_of, tried
from workbench.connectors.port import (
    Connector,
    Move,
    MoveReply,
    Page,
    Query,
    Reply,
    Sighting,
)
from workbench.connectors.pulse import Pulse, pulse_of
from workbench.connectors.records import Records, Trail, records_of
from workbench.connectors.reporting import Original, Reporting, Wrapper, reporting_of
from workbench.connectors.reviews import Reviews, reviews_of
from workbench.connectors.threads import SentThreads, Thread, unsearched_of
from workbench.connectors.watching import NO_CHANGES, Changed, Place, Watching
from workbench.errors import PermissionMissing
from workbench.model.mail import Alert, Copy, Folder, MessageRef, RawMessage, UserReport
from workbench.model.tenant import Mailbox, Power, Tenant


class FencedConnector(FencedBeside):
    """``fence`` holds addresses, ``group`` names a group whose members are inside as well; who
    they are is asked at each connecting.  Keys are learned from the list of mailboxes."""

    def __init__(self, inner: Connector, fence: Sequence[str], group: str = "") -> None:
        super().__init__(inner)
        self._listed_by_hand = tuple(fence)
        self._group = group
        self._fence = frozenset(address.casefold() for address in fence)
        self._keys: dict[str, str] = {}  # key of each mailbox inside to its address
        self._listed = False

    def over(self, other: Callable[[Connector], Connector]) -> FencedConnector:
        """The same fence, with all it knows, before what ``other`` makes of what is behind it."""
        made = FencedConnector(other(self._inner), tuple(self._fence))
        made._keys, made._listed = self._keys, self._listed
        return made

    @property
    def tenant(self) -> Tenant:
        return self._inner.tenant

    @property
    def powers(self) -> Power:
        return self._inner.powers

    @property
    def rights(self) -> frozenset[str]:
        return self._inner.rights

    @property
    def fence(self) -> tuple[str, ...]:
        """Addresses inside, those of the group once connected."""
        return tuple(sorted(self._fence))

    @property
    def group(self) -> str:
        return self._group

    @property
    def pulse(self) -> Pulse:
        return pulse_of(self._inner)

    def admits(self, address: str) -> bool:
        return address.casefold() in self._fence

    async def connect(self) -> Tenant:
        tenant = await self._inner.connect()
        inside = await pilot_of(self._inner, self._listed_by_hand, self._group)
        self._fence = frozenset(address.casefold() for address in inside)
        self._keys.clear()
        self._listed = False
        if isinstance(self._inner, Sharing):
            await self._inner.open_shared(self.admits)
        return tenant

    async def try_outside(self) -> Outside:
        """Whether the tenant itself refuses what lies outside."""
        return await tried(self._inner, self._others())

    async def _others(self) -> AsyncIterator[tuple[Mailbox, ...]]:
        async for page in self._inner.mailboxes():
            yield tuple(box for box in page if not self.admits(box.address))

    async def close(self) -> None:
        await self._inner.close()

    async def mailboxes(self) -> AsyncIterator[tuple[Mailbox, ...]]:
        async for page in self._inner.mailboxes():
            inside = tuple(box for box in page if box.address.casefold() in self._fence)
            self._keys.update((box.key, box.address) for box in inside)
            yield inside
        self._listed = True

    async def find(self, query: Query) -> AsyncIterator[Page]:
        await self._learn()
        wanted = tuple(key for key in query.mailboxes or self._keys if key in self._keys)
        if not wanted:
            yield Page()
            return
        async with aclosing(self._inner.find(replace(query, mailboxes=wanted))) as pages:  # type: ignore[type-var] # an asynchronous generator in all of ours
            async for page in pages:
                yield page

    @property
    def unsearched(self) -> tuple[str, ...]:
        return (*unsearched_of(self._inner), "mailboxes outside the pilot")

    async def sent_in(self, threads: Sequence[Thread]) -> tuple[tuple[Copy, ...] | None, ...]:
        await self._learn()
        if not isinstance(self._inner, SentThreads):
            return (None,) * len(threads)
        asked = [thread for thread in threads if thread[0] in self._keys]
        told = dict(zip(asked, await self._inner.sent_in(asked), strict=True)) if asked else {}
        return tuple(told.get(thread) for thread in threads)

    async def deliveries(self, trail: Trail) -> Records:
        """Who outside received it is not shown either."""
        records = records_of(self._inner)
        if records is None:
            raise PermissionMissing("delivery records", "this tenant gives none")
        found = await records.deliveries(trail)
        inside = (d for d in found.deliveries if d.recipient.casefold() in self._fence)
        return replace(found, deliveries=tuple(inside))

    async def reports(self, since: datetime) -> AsyncIterator[tuple[UserReport, ...]]:
        async for page in self._inner.reports(since):
            yield tuple(one for one in page if one.recipient.casefold() in self._fence)

    async def alerts(self, since: datetime) -> AsyncIterator[tuple[Alert, ...]]:
        """An alert names messages and no mailboxes; its copies are looked for inside alone."""
        async for page in self._inner.alerts(since):
            yield page

    @property
    def reviews(self) -> Reviews | None:
        """A submission of a mailbox outside is not shown, so none is answered; alerts are the
        whole tenant's."""
        return reviews_of(self._inner)

    @property
    def reporting(self) -> dict[str, Reporting]:
        """A report mailbox outside is shown as one that may not be read."""
        return {
            mailbox: found if mailbox.casefold() in self._fence else _Outside()
            for mailbox, found in reporting_of(self._inner).items()
        }

    async def fetch(self, ref: MessageRef) -> RawMessage:
        await self._require(ref.mailbox)
        return await self._inner.fetch(ref)

    @property
    def keeping(self) -> Keeping | None:
        inner = keeping_of(self._inner)
        return _FencedKeeping(inner, self._require) if inner is not None else None

    @property
    def calendars(self) -> Calendars | None:
        inner = calendars_of(self._inner)
        return FencedCalendars(inner, self._require) if inner is not None else None

    async def draft(self, mailbox: str, subject: str, text: str) -> str:
        await self._learn()
        inside = mailbox in self._keys or mailbox.casefold() in self._addresses()
        drafting = drafting_of(self._inner)
        if not inside or drafting is None:
            raise PermissionMissing("writing drafts", OUTSIDE)
        return await drafting.draft(mailbox, subject, text)

    def _addresses(self) -> set[str]:
        return {address.casefold() for address in self._keys.values()}

    async def folders(self, mailbox: str) -> tuple[Folder, ...]:
        await self._require(mailbox)
        return await self._inner.folders(mailbox)

    def place(self, key: str, folders: Sequence[Folder]) -> Folder | None:
        return self._inner.place(key, folders)

    async def quarantine_folder(self, mailbox: str) -> Folder:
        await self._require(mailbox)
        return await self._inner.quarantine_folder(mailbox)

    async def quarantine_folders(self, mailboxes: Sequence[str]) -> dict[str, Folder]:
        await self._learn()
        inside = [mailbox for mailbox in mailboxes if mailbox in self._keys]
        return await quarantine_folders(self._inner, inside)

    async def known_folder(self, mailbox: str, name: str) -> Folder:
        await self._require(mailbox)
        return await self._inner.known_folder(mailbox, name)

    async def look(self, refs: Sequence[MessageRef]) -> tuple[Sighting, ...]:
        await self._learn()
        asked = [ref for ref in refs if ref.mailbox in self._keys]
        seen = {sighting.ref: sighting for sighting in await self._inner.look(asked)}
        return tuple(seen.get(ref) or Sighting(ref, Reply.DENIED, detail=OUTSIDE) for ref in refs)

    async def move(self, moves: Sequence[Move]) -> tuple[MoveReply, ...]:
        await self._learn()
        asked = [move for move in moves if move.ref.mailbox in self._keys]
        done = {reply.ref: reply for reply in await self._inner.move(asked)} if asked else {}
        return tuple(
            done.get(move.ref) or MoveReply(move.ref, Reply.DENIED, detail=OUTSIDE)
            for move in moves
        )

    async def remove_quarantine(self, mailbox: str, folder: str) -> str:
        await self._require(mailbox)
        keeper = housekeeping_of(self._inner)
        return await keeper.remove_quarantine(mailbox, folder) if keeper else NOT_OFFERED

    async def places(self, mailbox: str) -> tuple[Place, ...]:
        await self._require(mailbox)
        return await self._watched().places(mailbox)

    async def changes(self, place: Place, mark: str, start: datetime) -> AsyncIterator[Changed]:
        await self._require(place.mailbox)
        async with aclosing(self._watched().changes(place, mark, start)) as pages:  # type: ignore[type-var] # an asynchronous generator in all of ours
            async for page in pages:
                yield page

    def _watched(self) -> Watching:
        if not isinstance(self._inner, Watching):
            raise PermissionMissing("changes", NO_CHANGES)
        return self._inner

    async def _learn(self) -> None:
        if not self._listed:
            async for _ in self.mailboxes():
                pass

    async def _require(self, mailbox: str) -> None:
        await self._learn()
        if mailbox not in self._keys:
            raise PermissionMissing("access", OUTSIDE)


class _Outside:
    """A report mailbox that lies outside."""

    async def wrappers(self, since: datetime) -> AsyncIterator[tuple[Wrapper, ...]]:
        pages: tuple[tuple[Wrapper, ...], ...] = ()
        for page in pages:
            yield page
        raise PermissionMissing("access", OUTSIDE)

    async def fetch(self, ref: MessageRef) -> RawMessage:
        raise PermissionMissing("access", OUTSIDE)

    async def originals(self, ref: MessageRef) -> tuple[Original, ...]:
        raise PermissionMissing("access", OUTSIDE)


class _FencedKeeping:
    def __init__(self, inner: Keeping, require: Callable[[str], Awaitable[None]]) -> None:
        self._inner = inner
        self._require = require

    async def original(self, ref: MessageRef) -> keepings.Original:
        await self._require(ref.mailbox)
        return await self._inner.original(ref)

    async def put_in(self, mailbox: str, raw: bytes, place: str, signs: Sequence[str]) -> str:
        await self._require(mailbox)
        return await self._inner.put_in(mailbox, raw, place, signs)
