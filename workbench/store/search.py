"""Keeps the full-text index; contentless, so the old words must be handed back to be removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

_COLUMNS = "rowid, sender, subject, preview, recipients"
_ADD = f"INSERT INTO search({_COLUMNS}) VALUES(?, ?, ?, ?, ?)"
_REMOVE = f"INSERT INTO search(search, {_COLUMNS}) VALUES('delete', ?, ?, ?, ?, ?)"


def add(connection: Connection, rows: Sequence[Any]) -> None:
    """Rows with arrival, sender_name, sender_address, subject, preview and recipients."""
    if rows:
        connection.exec_driver_sql(_ADD, [_values(row) for row in rows])


def remove(connection: Connection, rows: Sequence[Any]) -> None:
    """The rows as they were when added."""
    if rows:
        connection.exec_driver_sql(_REMOVE, [_values(row) for row in rows])


def _values(row: Any) -> tuple[int, str, str, str, str]:
    sender = f"{row.sender_name} {row.sender_address}"
    return (row.arrival, sender, row.subject, row.preview, row.recipients)
