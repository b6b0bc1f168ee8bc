"""One step for a batch of items: read first, journal, then send what the read allows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from workbench.connectors.port import Connector, Move, MoveReply, Reply
from workbench.connectors.tags import is_tag
from workbench.errors import ConnectorError
from workbench.model.remediation import ActionKind, ActionState, ItemState
from workbench.remediation import journal
from workbench.remediation.anchoring import Anchoring
from workbench.remediation.audit import Author, Event
from workbench.remediation.choices import removed_note
from workbench.remediation.clock import Clock
from workbench.remediation.destinations import Destinations
from workbench.remediation.items import Item, Judgement, Step, judge, wait
from workbench.remediation.journal import Action, Request
from workbench.remediation.pace import Pace
from workbench.remediation.reimport import Reimport
from workbench.remediation.traces import trace
from workbench.remediation.transport import Transport
from workbench.store import tenants
from workbench.store.workspace import Workspace

DENIED_COUNT = 5  # more refusals than this, and ...
DENIED_SHARE = 0.2  # ... more than this share of the items, or so many in a row: a right is gone
REFUSED_COUNT = 5  # a whole request refused with at least so many parts: its form is wrong


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every action of an engine shares."""

    workspace: Workspace
    connector: Connector
    clock: Clock
    author: Author
    anchors: Anchoring


class BatchWork:
    """The steps of one action; ``transport.ending`` is set when it cannot go on by itself."""

    def __init__(self, around: Surroundings, action: Action) -> None:
        self._around = around
        self._action = action
        self._pace = Pace(around.clock)
        self._destinations = Destinations(around.connector)
        self._denied = self._denied_in_a_row = 0
        self._reimport = Reimport(around.workspace, around.connector, around.author, action)
        self.transport = Transport(around.connector, self._pace)

    async def advance(self, batch: Sequence[Item], *, cancelling: bool) -> list[Item]:
        """Gives every item of the batch as it is then, settled or to be looked at again."""
        ready, rest = await self._with_destinations(batch, cancelling)
        seen = await self.transport.look(ready) if ready else []
        if seen is None:
            return [*rest, *(self._later(item) for item in ready)]
        judged = [
            await self._without_folder(judge(item, sighting, cancelling=cancelling))
            for item, sighting in zip(ready, seen, strict=True)
        ]
        return [*rest, *await self._act(judged)]

    async def skip(self, items: Sequence[Item]) -> list[Item]:
        """Settles items that the tenant was never asked about, because of a cancel."""
        skipped = [replace(i, state=ItemState.SKIPPED, error="cancelled") for i in items]
        await self._write(skipped)
        return skipped

    async def _act(self, judged: Sequence[Judgement]) -> list[Item]:
        name = str(uuid.uuid4())
        items = [await self._applied(judgement, name) for judgement in judged]
        sent = [i for i, j in zip(items, judged, strict=True) if j.step is Step.SEND]
        rest = [i for i, j in zip(items, judged, strict=True) if j.step is not Step.SEND]
        if not sent:
            await self._write(rest)
            return rest
        request = Request(name, tuple(sent))
        await self._write(items, request)
        versions = {j.item.ref: j.copy.version for j in judged if j.copy}
        moves = [Move(i.ref, i.dst, name, versions[i.ref]) for i in sent]
        replies = await self.transport.move(moves)
        answered = [self._answered(i, r) for i, r in zip(sent, replies, strict=True)]
        await self._around.workspace.run(journal.write_answers, self._action.id, request, answered)
        self._require_form(replies)
        return [*rest, *answered]

    async def _applied(self, judgement: Judgement, request: str) -> Item:
        item = judgement.item
        match judgement.step:
            case Step.SEND:
                return judgement.sending(request, await self._source_path(judgement))
            case Step.SETTLE if judgement.state is ItemState.GONE:
                if (back := await self._reimport.settled(judgement)) is not None:
                    return back.settled()
                found = await trace(self._around.connector, item, self._action.internet_id)
                return replace(judgement, note=f"{judgement.note}; {found}").settled()
            case Step.SETTLE:
                return judgement.settled()
        delay = self._pace.wait(item.attempts, judgement.delay)
        return judgement.waiting(self._around.clock.monotonic() + delay)

    async def _source_path(self, judgement: Judgement) -> str:
        item, copy = judgement.item, judgement.copy
        if copy is None or is_tag(item.dst) or copy.folder == item.source:
            return item.source_path
        return await self._destinations.path(item.ref.mailbox, copy.folder)

    def _answered(self, item: Item, reply: MoveReply) -> Item:
        """The item with the hint; the next read decides.  Being told to wait is no attempt."""
        delay = 0.0
        if reply.reply in (Reply.BUSY, Reply.UNKNOWN):
            delay = self._pace.wait(item.attempts, reply.retry_after)
        return replace(
            item,
            status=reply.reply.value,
            error=reply.detail,
            attempts=item.attempts - (reply.reply is Reply.BUSY),
            conflicts=item.conflicts + (reply.reply is Reply.CONFLICT),
            next_at=self._around.clock.monotonic() + delay,
        )

    def _later(self, item: Item) -> Item:
        return replace(item, next_at=self._around.clock.monotonic() + self._pace.wait(1))

    async def _with_destinations(
        self, batch: Sequence[Item], cancelling: bool
    ) -> tuple[list[Item], list[Item]]:
        """Items ready to be read, and those that ended or wait for lack of a destination."""
        ready, new = [i for i in batch if i.dst], [i for i in batch if not i.dst]
        if not new:
            return ready, []
        if cancelling:
            return ready, await self.skip(new)
        await self._announce([item for item in new if not self._destinations.knows(item)])
        found: list[Item] = []
        troubled: list[Item] = []
        try:
            await self._destinations.prepare(new)
        except ConnectorError as error:
            self.transport.fail(error)
            troubled, new = [self._later(item) for item in new], []
        for item in new:
            await self._find(item, found, troubled)
        await self._around.workspace.run(
            _store_destinations, self._around.author, self._action, found
        )
        await self._write(troubled)
        return [*ready, *found], troubled

    async def _find(self, item: Item, found: list[Item], troubled: list[Item]) -> None:
        try:
            answer = await self._destinations.find(item)
        except ConnectorError as error:
            self.transport.fail(error)
            troubled.append(self._later(item))
            return
        if answer.trouble is None:
            found.append(answer.item)
        else:
            troubled.append(await self._applied(answer.trouble, ""))

    async def _announce(self, items: Sequence[Item]) -> None:
        """Making a folder changes the mailbox: the intent is durable before."""
        mailboxes = sorted({item.ref.mailbox for item in items})
        events = [Event("folder wanted", self._action.id, (box, "")) for box in mailboxes]
        if events:
            await self._around.workspace.run(journal.tell, self._around.author, events)

    async def _without_folder(self, judgement: Judgement) -> Judgement:
        """A missing destination halts: somebody removed it.  An undo finds another."""
        if judgement.step is not Step.FOLDER:
            return judgement
        item = replace(judgement.item, status=Reply.BUSY.value)
        try:
            there = await self._destinations.still_there(item)
        except ConnectorError as error:
            self.transport.fail(error)
            return wait(item, str(error))
        if there:
            return wait(item, "the tenant did not find the message, then showed it")
        if item.kind is not ActionKind.UNDO:
            self.transport.end(ActionState.HALTED, removed_note(item.kind))
        return wait(replace(item, dst=""), judgement.note)

    async def _write(self, items: Sequence[Item], request: Request | None = None) -> None:
        if items:
            await self._around.workspace.run(
                journal.write, self._around.author, self._action.id, items, request
            )
        for item in (one for one in items if not one.is_open):
            denied = item.state is ItemState.DENIED
            self._denied += denied
            self._denied_in_a_row = self._denied_in_a_row + 1 if denied else 0
            self._require_rights()

    def _require_rights(self) -> None:
        many = self._denied > max(DENIED_COUNT, DENIED_SHARE * self._action.items)
        if many or self._denied_in_a_row > DENIED_COUNT:
            self.transport.end(ActionState.HALTED, f"{self._denied} copies refuse access")

    def _require_form(self, replies: Sequence[MoveReply]) -> None:
        refused = [reply for reply in replies if reply.reply is Reply.REFUSED]
        if len(refused) == len(replies) >= REFUSED_COUNT:
            detail = refused[0].detail or "no reason given"
            self.transport.end(ActionState.HALTED, f"The tenant refuses our requests: {detail}")


def _store_destinations(
    connection: Connection, author: Author, action: Action, items: Sequence[Item]
) -> None:
    journal.write(connection, author, action.id, items)
    if action.kind is ActionKind.QUARANTINE:
        folders = {item.ref.mailbox: item.dst for item in items}
        tenants.remember_quarantines(connection, action.tenant, folders)
    events = [Event("folder", action.id, item.key, payload={"dst": item.dst}) for item in items]
    author.append(connection, events)
