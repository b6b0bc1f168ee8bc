"""SQLAlchemy's view of the tables and the real ones."""

from __future__ import annotations

from sqlalchemy import Connection, text

from workbench.store.tables import METADATA
from workbench.store.workspace import Workspace


def _columns(connection: Connection) -> dict[str, set[str]]:
    return {
        name: {row.name for row in connection.execute(text(f"PRAGMA table_xinfo({name})"))}
        for name in METADATA.tables
    }


def test_every_named_column_exists(workspace: Workspace) -> None:
    real = workspace.run_blocking(_columns)
    for name, table in METADATA.tables.items():
        assert {column.name for column in table.columns} <= real[name], name
