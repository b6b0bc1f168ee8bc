"""What each mailbox of a tenant is, as the provider last told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects.sqlite import insert

from workbench.model.archives import Archive, Archived
from workbench.model.natures import MailboxKind, Nature
from workbench.store.moments import to_stored
from workbench.store.tables import NATURE

KEY = ("tenant", "key")


def save(
    connection: Connection, tenant: str, natures: Sequence[Nature], told: datetime | None = None
) -> None:
    """``told`` is when the provider told these kinds; None leaves that as it was."""
    if not natures:
        return
    moment = {} if told is None else {"told": to_stored(told)}
    rows = [{**_row(tenant, one), **moment} for one in natures]
    statement = insert(NATURE)
    new = statement.excluded
    values = {name: new[name] for name in rows[0] if name not in KEY}
    connection.execute(statement.on_conflict_do_update(index_elements=KEY, set_=values), rows)


def told_before(connection: Connection, tenant: str, moment: datetime) -> frozenset[str]:
    """Keys of mailboxes whose kind was told longer ago, or nobody knows when."""
    old = (NATURE.c.tenant == tenant) & (NATURE.c.told < to_stored(moment))
    return frozenset(connection.execute(select(NATURE.c.key).where(old)).scalars())


def load(connection: Connection, tenant: str) -> tuple[Nature, ...]:
    rows = connection.execute(
        select(NATURE).where(NATURE.c.tenant == tenant).order_by(NATURE.c.address)
    )
    return tuple(Nature(r.key, r.address, _kind(r.kind), r.note, _archive(r)) for r in rows)


def forget(connection: Connection, tenant: str, keys: Sequence[str]) -> None:
    """Groups that were dissolved, and accounts that are in reach again."""
    for key in keys:
        connection.execute(
            delete(NATURE).where((NATURE.c.tenant == tenant) & (NATURE.c.key == key))
        )


def _row(tenant: str, nature: Nature) -> dict[str, str]:
    archive = nature.archive
    return {
        "tenant": tenant, "key": nature.key, "address": nature.address, "kind": nature.kind,
        "note": nature.note, "archive": archive.state, "archive_note": archive.note,
        "archive_told": archive.told.isoformat() if archive.told else "",
    }  # fmt: skip


def _archive(row: Row[Any]) -> Archived:
    """Nothing is known of what an older program's file holds, or a newer one's."""
    known = {state.value: state for state in Archive}
    told = date.fromisoformat(row.archive_told) if row.archive_told else None
    return Archived(known.get(row.archive, Archive.UNKNOWN), row.archive_note, told)


def _kind(text: str) -> MailboxKind:
    """Of a newer program's file too."""
    try:
        return MailboxKind(text)
    except ValueError:
        return MailboxKind.UNKNOWN
