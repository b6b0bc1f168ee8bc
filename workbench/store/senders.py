"""What the workspace knows of a sender from the mail it has seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from workbench.store.moments import from_stored
from workbench.store.tables import MESSAGE


@dataclass(frozen=True, slots=True)
class SenderHistory:
    """``earlier`` counts different messages; ``since`` is the oldest mail known of the tenant."""

    address: str
    earlier: int
    since: datetime


def before(connection: Connection, id: int) -> SenderHistory | None:
    """Mail from the sender of a message before that message; ``None`` for files and for senders
    without an address."""
    message = connection.execute(select(MESSAGE).where(MESSAGE.c.id == id)).one_or_none()
    if message is None or not message.tenant or not message.sender_address:
        return None
    same = MESSAGE.c.tenant == message.tenant
    earlier = connection.execute(
        select(func.count()).where(
            same
            & (MESSAGE.c.sender_address.collate("NOCASE") == message.sender_address)
            & (MESSAGE.c.arrival < message.arrival)
        )
    ).scalar_one()
    oldest = connection.execute(select(func.min(MESSAGE.c.received)).where(same)).scalar_one()
    return SenderHistory(message.sender_address, int(earlier), from_stored(oldest))
