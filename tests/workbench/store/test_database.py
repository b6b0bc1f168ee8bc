"""Opening the workspace file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from workbench.errors import StoreError
from workbench.store import database
from workbench.store.workspace import Workspace


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("mmap_size", 0),
        ("busy_timeout", 5_000),
        ("fullfsync", 1),
        ("application_id", database.APPLICATION_ID),
    ],
)
def test_every_connection_is_made_safe(tmp_path: Path, pragma: str, value: int) -> None:
    with closing(database.connect(tmp_path / "w")) as connection:
        assert connection.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_the_journal_is_written_ahead(tmp_path: Path) -> None:
    with closing(database.connect(tmp_path / "w")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_the_file_and_its_journal_are_private(tmp_path: Path, workspace: Workspace) -> None:
    modes = {p.name: p.stat().st_mode & 0o777 for p in tmp_path.iterdir()}
    assert len(modes) >= 3
    assert set(modes.values()) == {0o600}


def test_a_file_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    (tmp_path / "w").touch(0o644)
    database.connect(tmp_path / "w").close()
    assert (tmp_path / "w").stat().st_mode & 0o777 == 0o600


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "w")) as other:
        other.execute("CREATE TABLE bookmarks(url)")
    with pytest.raises(StoreError, match="not a workspace"):
        Workspace.open(tmp_path / "w")


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(b"From: somebody\r\n" * 100)
    with pytest.raises(StoreError, match="not a usable workspace"):
        Workspace.open(tmp_path / "w")
    assert (tmp_path / "w").read_bytes().startswith(b"From:")


def test_damage_after_an_unclean_end_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "w"
    Workspace.open(path).close()
    with closing(database.connect(path)) as connection:
        connection.execute("UPDATE lease SET owner = 'a process that died'")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'message_subject'"
        ).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 64)
    with pytest.raises(StoreError, match="damaged"):
        Workspace.open(path)
