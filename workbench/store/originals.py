"""Messages that are known from what a user attached to a report, whether or not a copy is left."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from workbench.model.fingerprint import fingerprint
from workbench.model.rows import Source
from workbench.store import campaigns, entries
from workbench.store.messages import set_raw
from workbench.store.moments import to_stored
from workbench.store.offline import Heading
from workbench.store.tables import MESSAGE


def add(
    connection: Connection, tenant: str, heading: Heading, sha256: str, reported: datetime
) -> int:
    """The message of that heading; one that no mailbox showed yet is made, of the attached bytes.
    A message that is known keeps the bytes it has: those come from a mailbox."""
    mark = fingerprint(heading.internet_id, heading.sender_address, heading.subject, heading.sent)
    wanted = select(MESSAGE.c.id).where(
        (MESSAGE.c.tenant == tenant) & (MESSAGE.c.fingerprint == mark)
    )
    known = connection.execute(wanted).scalar_one_or_none()
    if known is not None:
        return int(known)
    entries.add(connection, [_row(tenant, heading, mark, reported)])
    made = int(connection.execute(wanted).scalar_one())
    set_raw(connection, made, sha256)
    campaigns.place(connection, [made])
    return made


def _row(
    tenant: str, heading: Heading, mark: str, reported: datetime
) -> dict[str, str | int | None]:
    return {
        "tenant": tenant,
        "fingerprint": mark,
        "internet_id": heading.internet_id,
        "sender_name": heading.sender_name,
        "sender_address": heading.sender_address,
        "subject": heading.subject,
        "preview": heading.preview[: entries.PREVIEW],
        "recipients": " ".join(heading.recipients)[: entries.RECIPIENTS],
        "received": to_stored(heading.sent or reported),
        "sent": to_stored(heading.sent) if heading.sent else None,
        "has_attachments": int(heading.has_attachments),
        "source": Source.TENANT.value,
    }
