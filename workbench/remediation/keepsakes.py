"""Sealed copies of what our actions put into Gmail's Bin, which Gmail empties after 30 days.

They are taken once the copies are out of reach, kept for ``KEEP``, and erased when the message is
back in its place.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, insert, select, update

from workbench.connectors.keeping import Keeping, Original, keeping_of
from workbench.connectors.port import Connector
from workbench.errors import ConnectorError, StoreError
from workbench.model.mail import MessageRef, RawMessage
from workbench.model.remediation import ActionKind
from workbench.remediation.audit import Author, Event
from workbench.remediation.clock import Clock
from workbench.remediation.tables import ACTION, ITEM, KEEPSAKE, MEETING
from workbench.store import blobs
from workbench.store.moments import to_stored
from workbench.store.tables import MESSAGE
from workbench.store.vault import Vault
from workbench.store.workspace import Workspace

PURGE = timedelta(days=30)  # Gmail's help, "Delete or recover deleted Gmail messages"
KEEP = timedelta(days=90)
AT_ONCE = 4  # sources asked for together
BIN = "TRASH"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Keepsake:
    """``asked`` once it was about to be put in again."""

    ref: MessageRef
    sha256: str
    signs: tuple[str, ...]
    asked: bool


class Keeper:
    """Takes what is missing in one tenant; ``stop`` ends it after what is under way."""

    def __init__(self, workspace: Workspace, connector: Connector, clock: Clock) -> None:
        self._workspace = workspace
        self._connector = connector
        self._clock = clock
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    def stop(self) -> None:
        self._stopping = True

    def begin(self) -> None:
        """In the background, once at a time."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self.run())

    async def ended(self) -> None:
        if self._task is not None:
            await self._task

    async def run(self) -> None:
        """What cannot be taken is told in the log and tried again at the next run."""
        keeping = keeping_of(self._connector)
        if keeping is None or self._workspace.read_only:
            return
        try:
            await self._workspace.run(expire, self._clock.now())
            tenant, since = self._connector.tenant.id, self._clock.now() - PURGE
            wanted = list(await self._workspace.run(missing, tenant, since))
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(self._take(keeping, wanted))
        except* StoreError as errors:
            log.info("Copies of what lies in the Bin were not kept: %s", errors.exceptions[0])

    async def _take(self, keeping: Keeping, wanted: list[tuple[str, MessageRef]]) -> None:
        while wanted and not self._stopping:
            action, ref = wanted.pop()
            try:
                original = await keeping.original(ref)
            except ConnectorError as error:
                log.info("No copy of a message in the Bin could be kept: %s", error)
                continue
            await self._workspace.run(
                keep, self._workspace.vault, action, ref, original, self._clock.now()
            )


def missing(
    connection: Connection, tenant: str, since: datetime
) -> tuple[tuple[str, MessageRef], ...]:
    """What our actions moved into the Bin since then and nobody has a copy of."""
    same = (KEEPSAKE.c.mailbox == ITEM.c.mailbox) & (KEEPSAKE.c.key == ITEM.c.key)
    rows = connection.execute(
        select(ITEM.c.action, ITEM.c.mailbox, ITEM.c.key)
        .join(ACTION, ACTION.c.id == ITEM.c.action)
        .where(
            (ACTION.c.tenant == tenant)
            & (ACTION.c.kind != ActionKind.UNDO.value)
            & (ACTION.c.created >= to_stored(since))
            & (ITEM.c.moved == 1)
            & ITEM.c.dst.contains(BIN)
            & ~exists().where(same)
        )
    )
    return tuple((row.action, MessageRef(tenant, row.mailbox, row.key)) for row in rows)


def keep(
    connection: Connection,
    vault: Vault,
    action: str,
    ref: MessageRef,
    original: Original,
    now: datetime,
) -> None:
    sha256 = blobs.put(connection, vault, original.raw, now)
    _erase_rows(connection, ref)
    connection.execute(
        insert(KEEPSAKE).values(
            action=action,
            mailbox=ref.mailbox,
            key=ref.key,
            sha256=sha256,
            signs=json.dumps(original.signs),
            asked=0,
            kept=to_stored(now),
        )
    )


def of(connection: Connection, ref: MessageRef) -> Keepsake | None:
    where = (KEEPSAKE.c.mailbox == ref.mailbox) & (KEEPSAKE.c.key == ref.key)
    row = connection.execute(select(KEEPSAKE).where(where)).first()
    if row is None:
        return None
    return Keepsake(ref, row.sha256, tuple(json.loads(row.signs)), bool(row.asked))


def source(connection: Connection, vault: Vault, sha256: str) -> RawMessage:
    return blobs.get(connection, vault, sha256)


def ask(connection: Connection, author: Author, action: str, keepsake: Keepsake) -> None:
    """Durable before the message is put in again."""
    ref = keepsake.ref
    where = (KEEPSAKE.c.mailbox == ref.mailbox) & (KEEPSAKE.c.key == ref.key)
    connection.execute(update(KEEPSAKE).where(where).values(asked=1))
    item = (ref.mailbox, ref.key)
    author.append(
        connection, [Event("import wanted", action, item, payload={"sha256": keepsake.sha256})]
    )


def erase(connection: Connection, refs: Sequence[MessageRef]) -> None:
    """Of messages that are back."""
    some = bool(refs) and connection.execute(select(KEEPSAKE.c.key).limit(1)).first() is not None
    for ref in refs if some else ():
        _erase_rows(connection, ref)


def expire(connection: Connection, now: datetime) -> None:
    """Erases what was kept for long enough."""
    old = to_stored(now - KEEP)
    rows = connection.execute(select(KEEPSAKE.c.sha256).where(KEEPSAKE.c.kept < old)).all()
    connection.execute(delete(KEEPSAKE).where(KEEPSAKE.c.kept < old))
    for row in rows:
        _drop_unused(connection, row.sha256)
    _expire_meetings(connection, old)


def _expire_meetings(connection: Connection, old: int) -> None:
    """Of events that nobody has made again; without a copy an undo leaves them alone."""
    aged = select(ACTION.c.id).where(ACTION.c.created < old)
    of_old = MEETING.c.action.in_(aged) & (MEETING.c.snapshot != "")
    copies = select(MEETING.c.snapshot).where(of_old)
    for sha256 in connection.execute(copies).scalars().all():
        connection.execute(update(MEETING).where(MEETING.c.snapshot == sha256).values(snapshot=""))
        blobs.drop(connection, sha256)


def _erase_rows(connection: Connection, ref: MessageRef) -> None:
    where = (KEEPSAKE.c.mailbox == ref.mailbox) & (KEEPSAKE.c.key == ref.key)
    rows = connection.execute(select(KEEPSAKE.c.sha256).where(where)).all()
    connection.execute(delete(KEEPSAKE).where(where))
    for row in rows:
        _drop_unused(connection, row.sha256)


def _drop_unused(connection: Connection, sha256: str) -> None:
    """Others may hold the same bytes: the opened message, a copy alike."""
    kept = select(KEEPSAKE.c.sha256).where(KEEPSAKE.c.sha256 == sha256)
    opened = select(MESSAGE.c.id).where(MESSAGE.c.raw == sha256)
    if connection.execute(kept).first() is None and connection.execute(opened).first() is None:
        blobs.drop(connection, sha256)
