"""Passwords and raised limits that analysts gave for objects of a message: followed, never lost."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from workbench.model.reexamination import Came, Reexamination, Wish
from workbench.store.moments import from_stored, to_stored
from workbench.store.tables import REEXAMINATION


def add(connection: Connection, root: str, done: Reexamination) -> None:
    """``root`` is the SHA-256 of the message's bytes."""
    connection.execute(
        insert(REEXAMINATION).values(
            root=root,
            artifact=done.wish.sha256,
            path=done.path,
            password=done.wish.password,
            raised=int(done.wish.raised),
            came=done.came.value,
            actor=done.actor,
            made=to_stored(done.made),
        )
    )


def of_root(connection: Connection, root: str) -> tuple[Reexamination, ...]:
    """All of one message, oldest first."""
    rows = connection.execute(
        select(REEXAMINATION).where(REEXAMINATION.c.root == root).order_by(REEXAMINATION.c.id)
    )
    return tuple(
        Reexamination(
            Wish(row.artifact, row.password, bool(row.raised)),
            row.path,
            Came(row.came),
            row.actor,
            from_stored(row.made),
        )
        for row in rows
    )
