"""After a complete undo of a quarantine: our own folder goes, where nothing lies in it."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, select, update

from workbench.connectors.housekeeping import Housekeeping, housekeeping_of
from workbench.errors import ConnectorError
from workbench.model.remediation import ActionKind, ItemState
from workbench.remediation import journal
from workbench.remediation.audit import Event
from workbench.remediation.batch import Surroundings
from workbench.remediation.journal import Action
from workbench.remediation.tables import ACTION, ITEM
from workbench.store import tenants

AT_ONCE = 4  # mailboxes
_BACK = (ItemState.DONE.value, ItemState.ALREADY.value)


async def tidied(around: Surroundings, action: Action) -> str:
    """A sentence on what was removed and what was left, "" where nothing was to do.  Called while
    the action still runs: no other can be about to use the folders."""
    keeper = housekeeping_of(around.connector)
    if keeper is None or action.kind is not ActionKind.UNDO or action.cancelling:
        return ""
    folders = await around.workspace.run(_emptied, action)
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(mailbox: str, folder: str) -> str:
        async with gate:
            return await _removed(around, keeper, action, mailbox, folder)

    left = await asyncio.gather(*(one(box, folder) for box, folder in folders.items()))
    return _sentence(left)


def annotate(connection: Connection, action: str, note: str) -> None:
    """Adds to what is noted of an action."""
    row = connection.execute(select(ACTION.c.note).where(ACTION.c.id == action)).scalar_one()
    whole = "; ".join(filter(None, (row, note)))
    connection.execute(update(ACTION).where(ACTION.c.id == action).values(note=whole))


async def _removed(
    around: Surroundings, keeper: Housekeeping, action: Action, mailbox: str, folder: str
) -> str:
    """The intent is durable before; a failure leaves a folder behind and nothing else."""
    run, author = around.workspace.run, around.author
    wanted = Event("folder removal wanted", action.id, (mailbox, ""), payload={"folder": folder})
    await run(journal.tell, author, [wanted])
    try:
        left = await keeper.remove_quarantine(mailbox, folder)
    except ConnectorError as error:
        left = str(error) or "the tenant did not answer"
    if not left:
        await run(tenants.remember_quarantine, action.tenant, mailbox, "")
    done = Event("folder removal", action.id, (mailbox, ""), payload={"left": left})
    await run(journal.tell, author, [done])
    return left


def _emptied(connection: Connection, action: Action) -> dict[str, str]:
    """Our folder of each mailbox from which everything was put back; empty where the undo was not
    complete, or where what it took back was no quarantine."""
    row = connection.execute(select(ACTION.c.reverses).where(ACTION.c.id == action.id)).one()
    kind = select(ACTION.c.kind).where(ACTION.c.id == row.reverses)
    if connection.execute(kind).scalar_one_or_none() != ActionKind.QUARANTINE.value:
        return {}
    items = connection.execute(
        select(ITEM.c.mailbox, ITEM.c.state).where(ITEM.c.action == action.id)
    ).all()
    if any(item.state not in _BACK for item in items):
        return {}
    known = tenants.quarantines(connection, action.tenant)
    return {item.mailbox: known[item.mailbox] for item in items if item.mailbox in known}


def _sentence(left: list[str]) -> str:
    gone, kept = left.count(""), [why for why in left if why]
    words = []
    if gone:
        words.append(f"our empty folder was removed from {_boxes(gone)}")
    if kept:
        words.append(f"our folder was left in {_boxes(len(kept))}: {kept[0]}")
    return "; ".join(words)


def _boxes(number: int) -> str:
    return f"{number:,} mailbox{'' if number == 1 else 'es'}"
