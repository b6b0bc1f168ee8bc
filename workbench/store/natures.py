"""What each mailbox of a tenant is, as the provider last told."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from workbench.model.natures import MailboxKind, Nature
from workbench.store.tables import NATURE


def save(connection: Connection, tenant: str, natures: Sequence[Nature]) -> None:
    if not natures:
        return
    statement = insert(NATURE)
    new = statement.excluded
    values = {"address": new.address, "kind": new.kind, "note": new.note}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["tenant", "key"], set_=values),
        [
            {"tenant": tenant, "key": n.key, "address": n.address, "kind": n.kind, "note": n.note}
            for n in natures
        ],
    )


def load(connection: Connection, tenant: str) -> tuple[Nature, ...]:
    rows = connection.execute(
        select(NATURE).where(NATURE.c.tenant == tenant).order_by(NATURE.c.address)
    )
    return tuple(Nature(r.key, r.address, _kind(r.kind), r.note) for r in rows)


def forget(connection: Connection, tenant: str, keys: Sequence[str]) -> None:
    """Groups that were dissolved, and accounts that are in reach again."""
    for key in keys:
        connection.execute(
            delete(NATURE).where((NATURE.c.tenant == tenant) & (NATURE.c.key == key))
        )


def _kind(text: str) -> MailboxKind:
    """Of a newer program's file too."""
    try:
        return MailboxKind(text)
    except ValueError:
        return MailboxKind.UNKNOWN
