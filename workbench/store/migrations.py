"""Brings a workspace file to the form this version of the program knows, one step at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from workbench.errors import StoreError
from workbench.store import database, safekeeping, schema, schema_accounts

MIGRATIONS: tuple[str, ...] = (
    schema.MAIL + schema.REMEDIATION,
    schema.DNS,
    schema.REEXAMINATION,
    schema.REPORT_WAYS,
    schema.WATCHING,
    schema.CAMPAIGNS,
    schema.REVIEWS,
    schema.SWEEPS,
    schema.INDICATORS,
    schema.DETAILS,
    schema.APPROVALS,
    schema_accounts.NATURES + schema_accounts.CONTAINMENT,
    schema_accounts.INCIDENTS,
    safekeeping.SINKS,
    safekeeping.KEEPSAKES,
    safekeeping.CALENDAR_EVENTS,
    schema_accounts.ARCHIVES,
    safekeeping.CALENDAR_TRIES,
    schema_accounts.KINDS_TOLD,
)
"""The SQL of each step; step n leads from version n to version n + 1.  Never edited once
released: a file made by an older program goes through the same steps."""


def migrate(
    connection: sqlite3.Connection, path: Path, steps: tuple[str, ...] = MIGRATIONS
) -> Path | None:
    """Runs the missing steps; gives the copy made before, if there was anything to copy."""
    present = database.version(connection)
    require_readable(connection, path, len(steps))
    copied = None
    if 0 < present < len(steps):
        copied = path.with_name(f"{path.name}.before-version-{len(steps)}")
        database.copy(connection, copied)
    for number in range(present, len(steps)):
        _step(connection, number + 1, steps[number])
    return copied


def require_readable(
    connection: sqlite3.Connection, path: Path, known: int = len(MIGRATIONS)
) -> None:
    present = database.version(connection)
    if present > known:
        raise StoreError(
            f"{path.name} was made by a newer version of this program (form {present}, "
            f"known here up to {known})"
        )


def require_form(connection: sqlite3.Connection, path: Path, known: int = len(MIGRATIONS)) -> None:
    """For whoever may not bring the file to today's form."""
    require_readable(connection, path, known)
    present = database.version(connection)
    if present < known:
        raise StoreError(
            f"{path.name} has the form {present} of an older version; open it in the window once"
        )


def _step(connection: sqlite3.Connection, number: int, script: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements(script):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={number:d}")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise StoreError(f"The workspace cannot be brought to form {number}: {error}") from error


def statements(script: str) -> Iterator[str]:
    """Single statements: sqlite3's executescript would commit our transaction first."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
