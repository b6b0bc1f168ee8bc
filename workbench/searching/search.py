"""Searches a tenant's mailboxes; reads only, and tells what it finds as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import replace

from workbench.connectors.archives import places_unsearched
from workbench.connectors.port import Connector, Page
from workbench.errors import BadInput, ConnectorError
from workbench.following import followed
from workbench.jobs import Progress, Report, unheard
from workbench.model.found import Hit, Step
from workbench.model.mail import Copy, Folder
from workbench.model.tenant import Mailbox
from workbench.searching.recorded import Told, told_of
from workbench.searching.wanted import Wanted

AT_ONCE = 8  # mailboxes asked for their folders at a time


class Search:
    """One search of one connected tenant."""

    def __init__(self, connector: Connector, wanted: Wanted) -> None:
        """``BadInput`` where nothing can be looked for."""
        self._connector = connector
        self._wanted = wanted.checked()
        self._boxes: dict[str, Mailbox] = {}
        self._folders: dict[str, tuple[Folder, ...]] = {}
        self._copies: dict[tuple[str, str], Copy] = {}
        self._silent: dict[str, str] = {}  # address to reason
        self._cut: set[str] = set()

    async def steps(self, report: Report = unheard) -> AsyncGenerator[Step, None]:
        """Closing the iterator cancels what is under way.  A tenant that fails as a whole raises
        ``ConnectorError`` after whatever was found before.  A report that can be paused holds the
        search up between two answers."""
        report(Progress(0, 0, "listing mailboxes"))
        self._boxes = await self._chosen()
        told = await told_of(self._connector, self._wanted)
        places, notes = await places_unsearched(self._connector, tuple(self._boxes.values()))
        rounds = len(told.wanted)
        start = Step(
            total=len(self._boxes), notes=(*told.notes, *notes), gaps=places,
            questions=max(1, rounds), done=0 if rounds else len(self._boxes),
        )  # fmt: skip
        yield start
        for number, wanted in enumerate(told.wanted, 1):
            query = wanted.query(self._order(told))
            async with aclosing(followed(self._connector, query, report, _unnoted)) as pages:
                async for page in pages:
                    yield replace(await self._step(page), question=number, questions=rounds)
        yield self._end(start, told)

    def _order(self, told: Told) -> tuple[str, ...]:
        """Recorded recipients first."""
        first = told.recipients()
        return tuple(
            sorted(self._boxes, key=lambda key: self._address(key).casefold() not in first)
        )

    def _end(self, start: Step, told: Told) -> Step:
        asked = {box.address.casefold() for box in self._boxes.values()}
        unlisted = told.unlisted(
            self._copies.values(), frozenset(self._silent), lambda who: who.casefold() in asked
        )
        if self._wanted.mailboxes:  # whoever was left out on purpose is not missed
            unlisted = tuple(r for r in unlisted if r.delivery.recipient.casefold() in asked)
        return replace(
            start, recorded=unlisted, notes=(), gaps=(), done=start.total, question=start.questions
        )

    async def _chosen(self) -> dict[str, Mailbox]:
        found = {box.key: box async for page in self._connector.mailboxes() for box in page}
        if not self._wanted.mailboxes:
            return found
        asked = {address.strip().casefold() for address in self._wanted.mailboxes}
        known = {box.address.casefold() for box in found.values()}
        if unknown := sorted(asked - known):
            raise BadInput(f"No mailbox that may be read is called {', '.join(unknown)}")
        return {key: box for key, box in found.items() if box.address.casefold() in asked}

    async def _step(self, page: Page) -> Step:
        """Nothing twice, though a mailbox may be asked more than once."""
        copies = {(copy.ref.mailbox, copy.ref.key): copy for copy in page.copies}
        fresh = {key: copy for key, copy in copies.items() if key not in self._copies}
        silent = {self._address(key): why for key, why in page.unreached}
        unreached = {who: why for who, why in silent.items() if who not in self._silent}
        cut = {self._address(key) for key in page.cut} - self._cut
        self._copies |= fresh
        self._silent |= unreached
        self._cut |= cut
        await self._learn({mailbox for mailbox, _ in fresh})
        hits = tuple(Hit(copy, self._path(copy)) for copy in fresh.values())
        done, total = page.mailboxes_done, page.mailboxes_total
        return Step(hits, tuple(unreached.items()), tuple(sorted(cut)), done, total)

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


def _unnoted(page: Page) -> str:
    del page
    return ""
