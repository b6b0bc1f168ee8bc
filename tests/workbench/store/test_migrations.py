"""A file of an older form is brought to today's, one of a newer form is left alone."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from workbench.errors import StoreError
from workbench.store import database, migrations
from workbench.store.workspace import Workspace


def test_a_newer_form_is_refused(tmp_path: Path) -> None:
    Workspace.open(tmp_path / "w").close()
    with closing(database.connect(tmp_path / "w")) as connection:
        connection.execute("PRAGMA user_version=99")
    with pytest.raises(StoreError, match="newer version"):
        Workspace.open(tmp_path / "w")


def test_a_migration_copies_the_file_first(tmp_path: Path) -> None:
    path = tmp_path / "w"
    with closing(database.connect(path)) as connection:
        migrations.migrate(connection, path, ("CREATE TABLE first(a);",))
        steps = ("CREATE TABLE first(a);", "CREATE TABLE second(a);")
        copied = migrations.migrate(connection, path, steps)
        assert connection.execute("SELECT count(*) FROM second").fetchone() == (0,)
    assert copied is not None
    with closing(database.connect(copied)) as before:
        assert database.version(before) == 1


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w"
    with closing(database.connect(path)) as connection:
        with pytest.raises(StoreError, match="form 1"):
            migrations.migrate(connection, path, ("CREATE TABLE first(a); SELECT nothing;",))
        assert database.version(connection) == 0
        assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
