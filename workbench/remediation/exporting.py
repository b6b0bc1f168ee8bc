"""Writes the journal, or the actions named, to a file for other programs.

Runs in the data thread, inside one transaction, so that the file shows one moment.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Connection

from workbench.approvals.files import write_file
from workbench.errors import RemediationRefused
from workbench.remediation import views
from workbench.report.journal import as_csv, as_json_lines


def export(connection: Connection, path: Path, ids: Collection[str] = ()) -> int:
    """How many actions were written, newest first; all where ``ids`` names none.
    ``RemediationRefused`` for one that is not there, ``StoreError`` where nothing was written."""
    found = [view for view in views.actions(connection) if not ids or view.id in ids]
    if missing := set(ids) - {view.id for view in found}:
        raise RemediationRefused(f"There is no action {min(missing)}")
    told = ((view, views.items(connection, view.id)) for view in found)
    text = as_csv(told) if path.suffix.casefold() == ".csv" else as_json_lines(told)
    write_file(path, text.encode())
    return len(found)
