"""Which mailboxes of an action the profile protects, by address or by what they are, and which of
them it may protect because nobody told what they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from workbench.connectors.port import Connector
from workbench.model.safeguards import Safeguards
from workbench.model.tenant import Mailbox
from workbench.remediation.tables import ITEM
from workbench.sorting import MailboxSorter
from workbench.store import natures
from workbench.store.workspace import Workspace

Box = tuple[str, str]  # the provider's key, the address


async def learn(
    workspace: Workspace, connector: Connector, safeguards: Safeguards, boxes: Iterable[Box]
) -> None:
    """Asks the tenant what those are of which it has not told, where that makes a difference."""
    if safeguards.by_kind:
        asked = [Mailbox(key, address, address) for key, address in sorted(set(boxes))]
        await MailboxSorter(workspace, connector).learn(asked)


def boxes_of(connection: Connection, action: str) -> frozenset[Box]:
    """The mailboxes of an action's rows."""
    columns = (ITEM.c.mailbox, ITEM.c.mailbox_address)
    rows = connection.execute(select(*columns).where(ITEM.c.action == action).distinct())
    return frozenset((row.mailbox, row.mailbox_address) for row in rows)


def kinds_of(connection: Connection, tenant: str, safeguards: Safeguards) -> Mapping[str, str]:
    """By the provider's key of the mailbox; empty where the profile asks for no kind."""
    if not safeguards.by_kind:
        return {}
    return {one.key: one.kind.value for one in natures.load(connection, tenant)}


def protected_of(
    connection: Connection, tenant: str, boxes: Iterable[Box], safeguards: Safeguards
) -> dict[Box, str]:
    """Those among ``boxes`` that need a second person, each with the reason."""
    kinds = kinds_of(connection, tenant, safeguards)
    return {box: why for box in boxes if (why := safeguards.why(box[1], kinds.get(box[0], "")))}
