"""Searches a tenant's mailboxes; reads only, and tells what it finds as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from workbench.connectors.port import Connector, Page
from workbench.connectors.records import Trail, records_of
from workbench.errors import BadInput, ConnectorError, PermissionMissing
from workbench.model.mail import Copy, Folder
from workbench.model.tenant import Mailbox
from workbench.searching.wanted import Wanted

RECORDED = timedelta(days=30)  # kept by advanced hunting (advanced-hunting-limits)
AT_ONCE = 8  # mailboxes asked for their folders at a time
NO_RECORDS = "only the provider's records know the ids of its network, and this tenant gives none"


@dataclass(frozen=True, slots=True)
class Hit:
    """``path`` is that of the folder, its bare key where the mailbox does not tell."""

    copy: Copy
    path: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one further answer brought; mailboxes by their addresses."""

    hits: tuple[Hit, ...] = ()
    unreached: tuple[tuple[str, str], ...] = ()  # address, reason
    cut: tuple[str, ...] = ()  # more hits than the provider lists
    done: int = 0
    total: int = 0
    note: str = ""


class Search:
    """One search of one connected tenant."""

    def __init__(self, connector: Connector, wanted: Wanted) -> None:
        """``BadInput`` where nothing can be looked for."""
        self._connector = connector
        self._wanted = wanted.checked()
        self._boxes: dict[str, Mailbox] = {}
        self._folders: dict[str, tuple[Folder, ...]] = {}

    async def steps(self) -> AsyncGenerator[Step, None]:
        """Closing the iterator cancels what is under way.  A tenant that fails as a whole raises
        ``ConnectorError`` after whatever was found before."""
        self._boxes = await self._chosen()
        for wanted, note in await self._recorded():
            if note:
                yield Step(total=len(self._boxes), note=note)
            if wanted is None:
                continue
            query = wanted.query(tuple(self._boxes))
            async with aclosing(self._connector.find(query)) as pages:  # type: ignore[type-var] # an asynchronous generator in all of ours
                async for page in pages:
                    yield await self._step(page)

    async def _chosen(self) -> dict[str, Mailbox]:
        found = {box.key: box async for page in self._connector.mailboxes() for box in page}
        if not self._wanted.mailboxes:
            return found
        asked = {address.strip().casefold() for address in self._wanted.mailboxes}
        known = {box.address.casefold() for box in found.values()}
        if unknown := sorted(asked - known):
            raise BadInput(f"No mailbox that may be read is called {', '.join(unknown)}")
        return {key: box for key, box in found.items() if box.address.casefold() in asked}

    async def _recorded(self) -> list[tuple[Wanted | None, str]]:
        """The searches to make, with a word about each; none where the records know nothing."""
        if not (network_id := self._wanted.network_id.strip()) or self._wanted.internet_id:
            return [(self._wanted, "")]
        records = records_of(self._connector)
        if records is None:
            raise PermissionMissing("delivery records", NO_RECORDS)
        told = await records.deliveries(Trail(datetime.now(UTC) - RECORDED, network_id=network_id))
        ids = tuple(dict.fromkeys(d.internet_id for d in told.deliveries if d.internet_id))
        if not ids:
            return [(None, f"no record of the last {RECORDED.days} days has this network id")]
        count = len(told.deliveries)
        note = f"{told.source} names {', '.join(ids)} for {count} recipients"
        return [(replace(self._wanted, internet_id=id), note) for id in ids]

    async def _step(self, page: Page) -> Step:
        await self._learn({copy.ref.mailbox for copy in page.copies})
        return Step(
            tuple(Hit(copy, self._path(copy)) for copy in page.copies),
            tuple((self._address(key), why) for key, why in page.unreached),
            tuple(self._address(key) for key in page.cut),
            page.mailboxes_done,
            page.mailboxes_total,
        )

    async def _learn(self, mailboxes: Iterable[str]) -> None:
        """A mailbox that does not tell its folders keeps its copies, under the bare key."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def ask(mailbox: str) -> None:
            async with gate:
                try:
                    self._folders[mailbox] = await self._connector.folders(mailbox)
                except ConnectorError:
                    self._folders[mailbox] = ()

        async with asyncio.TaskGroup() as group:
            for mailbox in mailboxes:
                if mailbox not in self._folders:
                    group.create_task(ask(mailbox))

    def _path(self, copy: Copy) -> str:
        folder = self._connector.place(copy.folder, self._folders[copy.ref.mailbox])
        return folder.path if folder else copy.folder

    def _address(self, key: str) -> str:
        return self._boxes[key].address if key in self._boxes else key
