"""What each mailbox of a tenant is, as the provider last told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects.sqlite import insert

from workbench.model.archives import Archive, Archived
from workbench.model.natures import MailboxKind, Nature
from workbench.store.tables import NATURE

KEY = ("tenant", "key")


def save(connection: Connection, tenant: str, natures: Sequence[Nature]) -> None:
    if not natures:
        return
    statement = insert(NATURE)
    new = statement.excluded
    told = [name for name in NATURE.c.keys() if name not in KEY]  # noqa: SIM118 - a collection
    values = {name: new[name] for name in told}
    connection.execute(
        statement.on_conflict_do_update(index_elements=KEY, set_=values),
        [_row(tenant, one) for one in natures],
    )


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
