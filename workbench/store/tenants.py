"""Tenants and their mailboxes; what proves us to a tenant is never stored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from workbench.model.tenant import Mailbox, Tenant
from workbench.store.tables import MAILBOX, TENANT


def save(connection: Connection, tenant: Tenant) -> None:
    values = {"name": tenant.name, "provider": tenant.provider}
    values["domains"] = json.dumps(tenant.domains)
    statement = insert(TENANT).values(id=tenant.id, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def load(connection: Connection) -> tuple[Tenant, ...]:
    rows = connection.execute(
        select(TENANT.c.id, TENANT.c.name, TENANT.c.provider, TENANT.c.domains).order_by("id")
    )
    return tuple(Tenant(r.id, r.name, r.provider, tuple(json.loads(r.domains))) for r in rows)


def save_mailboxes(connection: Connection, tenant: str, mailboxes: Sequence[Mailbox]) -> None:
    if not mailboxes:
        return
    statement = insert(MAILBOX)
    new = statement.excluded
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant", "key"], set_={"address": new.address, "name": new.name}
        ),
        [
            {"tenant": tenant, "key": m.key, "address": m.address, "name": m.name, "quarantine": ""}
            for m in mailboxes
        ],
    )


def mailboxes(connection: Connection, tenant: str) -> tuple[Mailbox, ...]:
    rows = connection.execute(
        select(MAILBOX.c.key, MAILBOX.c.address, MAILBOX.c.name)
        .where(MAILBOX.c.tenant == tenant)
        .order_by(MAILBOX.c.address)
    )
    return tuple(Mailbox(r.key, r.address, r.name) for r in rows)


def count_mailboxes(connection: Connection, tenant: str) -> int:
    statement = select(func.count()).select_from(MAILBOX).where(MAILBOX.c.tenant == tenant)
    return int(connection.execute(statement).scalar_one())


def remember_quarantine(connection: Connection, tenant: str, mailbox: str, folder: str) -> None:
    """The key of our own folder in a mailbox, so that a scope can name copies in it."""
    remember_quarantines(connection, tenant, {mailbox: folder})


def remember_quarantines(connection: Connection, tenant: str, folders: Mapping[str, str]) -> None:
    """The keys of our own folders by mailbox."""
    if not folders:
        return
    statement = insert(MAILBOX)
    statement = statement.on_conflict_do_update(
        index_elements=["tenant", "key"], set_={"quarantine": statement.excluded.quarantine}
    )
    rows = [
        {"tenant": tenant, "key": mailbox, "address": "", "name": "", "quarantine": folder}
        for mailbox, folder in folders.items()
    ]
    connection.execute(statement, rows)


def quarantines(connection: Connection, tenant: str) -> dict[str, str]:
    """Mailbox key to the key of our quarantine folder there."""
    rows = connection.execute(
        select(MAILBOX.c.key, MAILBOX.c.quarantine).where(
            (MAILBOX.c.tenant == tenant) & (MAILBOX.c.quarantine != "")
        )
    )
    return {r.key: r.quarantine for r in rows}
