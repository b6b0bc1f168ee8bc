"""The workspace, its one thread and who may write."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from workbench.errors import StoreError
from workbench.store import database
from workbench.store.workspace import Workspace


def _set(connection: Connection, value: str) -> str:
    connection.execute(text("INSERT INTO setting VALUES('a', :v)"), {"v": value})
    return threading.current_thread().name


def _get(connection: Connection) -> str | None:
    return connection.execute(text("SELECT value FROM setting")).scalar_one_or_none()


def test_work_is_done_in_the_data_thread_and_kept(tmp_path: Path) -> None:
    first = Workspace.open(tmp_path / "w")
    assert first.run_blocking(_set, "kept") == "data"
    first.close()
    second = Workspace.open(tmp_path / "w")
    assert second.run_blocking(_get) == "kept"
    second.close()


async def _await_both(workspace: Workspace) -> str | None:
    await workspace.run(_set, "awaited")
    return await workspace.run(_get)


def test_an_event_loop_can_wait_for_it(workspace: Workspace) -> None:
    import asyncio

    assert asyncio.run(_await_both(workspace)) == "awaited"


def test_work_that_raises_leaves_nothing(workspace: Workspace) -> None:
    def fail(connection: Connection) -> None:
        _set(connection, "half")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        workspace.run_blocking(fail)
    assert workspace.run_blocking(_get) is None


def test_trouble_of_the_database_is_a_store_error(workspace: Workspace) -> None:
    workspace.run_blocking(_set, "once")
    with pytest.raises(StoreError, match="UNIQUE"):
        workspace.run_blocking(_set, "twice")


def test_no_thread_is_left_after_close(tmp_path: Path) -> None:
    before = threading.active_count()
    Workspace.open(tmp_path / "w").close()
    assert threading.active_count() == before


def test_writes_handed_in_before_close_are_done(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "w")
    slow = threading.Thread(target=workspace.run_blocking, args=(_set, "late"))
    slow.start()
    slow.join()
    workspace.close()
    with pytest.raises(StoreError, match="closed"):
        workspace.run_blocking(_get)
    again = Workspace.open(tmp_path / "w")
    assert again.run_blocking(_get) == "late"
    again.close()


def test_a_query_without_end_does_not_hold_up_closing(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "w")
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    begun = threading.Event()

    def loop(connection: Connection) -> None:
        begun.set()
        connection.execute(text(endless))

    def wait() -> None:
        with pytest.raises(StoreError):
            workspace.run_blocking(loop)

    waiter = threading.Thread(target=wait)
    waiter.start()
    begun.wait()
    started = time.monotonic()
    workspace.close()
    waiter.join()
    assert time.monotonic() - started < 8


def test_a_second_opening_can_only_read(workspace: Workspace) -> None:
    workspace.run_blocking(_set, "first")
    second = Workspace.open(workspace.path)
    try:
        assert "another window" in second.read_only
        assert second.run_blocking(_get) == "first"
        with pytest.raises(StoreError, match="open in another window"):
            second.run_blocking(_set, "second")
    finally:
        second.close()


def test_the_place_of_a_dead_writer_is_free(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path\n"
        "from workbench.store.workspace import Workspace\n"
        "Workspace.open(Path(sys.argv[1])); os.kill(os.getpid(), 9)\n"
    )
    path = str(tmp_path / "w")
    ended = subprocess.run([sys.executable, "-c", program, path], check=False)
    assert ended.returncode == -9
    after = Workspace.open(tmp_path / "w")
    assert after.read_only == ""
    after.close()


@pytest.mark.parametrize(("age", "writable"), [(10, False), (600, True)])
def test_another_machines_lease_counts_until_it_expires(
    tmp_path: Path, age: int, writable: bool
) -> None:
    Workspace.open(tmp_path / "w").close()
    with closing(database.connect(tmp_path / "w")) as connection:
        stamp = int((time.time() - age) * 1000)
        connection.execute(
            "UPDATE lease SET owner = 'x', host = 'elsewhere', heartbeat = ?", (stamp,)
        )
    workspace = Workspace.open(tmp_path / "w")
    workspace.close()
    assert (workspace.read_only == "") is writable


def test_the_list_can_be_read_without_sqlalchemy() -> None:
    program = (
        "import sys, workbench.store.reader, workbench.store.filtering, workbench.model.rows\n"
        "import workbench.store.workspace\n"
        "heavy = {'sqlalchemy', 'cryptography', 'PySide6'} & set(sys.modules)\n"
        "sys.exit(repr(heavy) if heavy else 0)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert ended.returncode == 0, ended.stderr


def test_looking_takes_no_lease_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.workspace"
    Workspace.open(path).close()
    looked = Workspace.look(path)
    assert looked.read_only
    with pytest.raises(StoreError, match="only looked at"):
        looked.run_blocking(lambda connection: connection.execute(text("DELETE FROM message")))
    writer = Workspace.open(path)
    assert writer.read_only == ""
    writer.close()
    looked.close()


def test_an_older_form_is_not_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "a.workspace"
    Workspace.open(path).close()
    with closing(database.connect(path)) as connection:
        connection.execute("PRAGMA user_version=1")
    with pytest.raises(StoreError, match="older version"):
        Workspace.look(path)
