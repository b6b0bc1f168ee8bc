"""Pages of changes and their marks stand or fall together, and nothing is ever deleted."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from tests.workbench.store.conftest import NOON, build_copy
from workbench.connectors.watching import Changed, Place
from workbench.model.mail import Copy, MessageRef
from workbench.store import checkpoints, database, messages
from workbench.store.migrations import MIGRATIONS, migrate
from workbench.store.moments import to_stored
from workbench.store.tables import COPY
from workbench.store.workspace import Workspace

INBOX, JUNK = Place("ann", "inbox", "inbox"), Place("ann", "junk", "junkemail")
NOW = NOON + timedelta(days=1)


def take(workspace: Workspace, place: Place, *copies: Copy, **page: Any) -> frozenset[int]:
    values: dict[str, Any] = {"left": (), "mark": "m", "more": False, "reset": False, **page}
    changed = Changed(place, copies, **values)
    return workspace.run_blocking(checkpoints.take, "contoso", changed, NOON, NOW)


def gone(workspace: Workspace) -> dict[str, int | None]:
    def read(connection: Connection) -> dict[str, int | None]:
        rows = connection.execute(select(COPY.c.key, COPY.c.gone))
        return {row.key: row.gone for row in rows}

    return workspace.run_blocking(read)


def test_a_page_and_its_mark_are_kept_together(workspace: Workspace) -> None:
    ids = take(workspace, INBOX, build_copy(1), mark="one", more=True, reset=True)
    (held,) = workspace.run_blocking(checkpoints.load, "contoso")
    assert (held.place, held.mark, held.start, held.caught_up) == (INBOX, "one", NOON, None)
    assert take(workspace, INBOX, build_copy(1), build_copy(2), mark="two") > ids
    (held,) = workspace.run_blocking(checkpoints.load, "contoso")
    assert (held.mark, held.caught_up) == ("two", NOW)
    assert len(gone(workspace)) == 2
    assert workspace.run_blocking(checkpoints.load, "fabrikam") == ()


def test_what_left_is_noted_and_waits_for_nobody(workspace: Workspace) -> None:
    (id,) = take(workspace, INBOX, build_copy(1, is_read=False), reset=True)
    ref = MessageRef("contoso", "ann", "ann-1")
    assert take(workspace, INBOX, left=(ref,)) == {id}
    assert gone(workspace) == {"ann-1": to_stored(NOW)}
    assert len(workspace.run_blocking(messages.copies, id)) == 1
    assert take(workspace, INBOX, left=(ref,)) == frozenset()


def test_a_move_is_no_departure_in_either_order(workspace: Workspace) -> None:
    ref = MessageRef("contoso", "ann", "ann-1")
    take(workspace, INBOX, build_copy(1), reset=True)
    take(workspace, JUNK, build_copy(1, folder="junk"))
    take(workspace, INBOX, left=(ref,))
    assert gone(workspace) == {"ann-1": None}
    take(workspace, JUNK, left=(ref,))
    assert gone(workspace) == {"ann-1": to_stored(NOW)}
    take(workspace, INBOX, build_copy(1))
    assert gone(workspace) == {"ann-1": None}


def test_a_round_of_everything_notes_what_it_does_not_name(workspace: Workspace) -> None:
    old = build_copy(9, received=NOON - timedelta(days=9))
    elsewhere, other = build_copy(8, folder="junk"), build_copy(7, "bob")
    workspace.run_blocking(messages.save, [build_copy(n) for n in (1, 2, 3)])
    workspace.run_blocking(messages.save, [old, elsewhere, other])
    take(workspace, INBOX, build_copy(1), more=True, reset=True)
    assert set(gone(workspace).values()) == {None}
    take(workspace, INBOX, build_copy(3))
    assert {key for key, moment in gone(workspace).items() if moment} == {"ann-2"}


def test_a_place_that_is_gone_takes_its_mark_along(workspace: Workspace) -> None:
    (id,) = take(workspace, INBOX, build_copy(1), reset=True)
    assert workspace.run_blocking(checkpoints.end, "contoso", INBOX, NOW) == {id}
    assert workspace.run_blocking(checkpoints.load, "contoso") == ()
    assert gone(workspace) == {"ann-1": to_stored(NOW)}


KILLED = """
import os, sys
from pathlib import Path
from tests.workbench.store.test_checkpoints import INBOX, NOON, NOW
from tests.workbench.store.conftest import build_copy
from workbench.connectors.watching import Changed
from workbench.store import checkpoints
from workbench.store.workspace import Workspace

def die(connection, *arguments):
    checkpoints.take(connection, *arguments)
    os.kill(os.getpid(), 9)

workspace = Workspace.open(Path(sys.argv[1]))
page = Changed(INBOX, (build_copy(1),), (), "one", True, True)
workspace.run_blocking(checkpoints.take, "contoso", page, NOON, NOW)
page = Changed(INBOX, (build_copy(2),), (), "two", False)
workspace.run_blocking(die, "contoso", page, NOON, NOW)
"""


def test_a_kill_within_a_page_leaves_the_page_before(tmp_path: Path) -> None:
    path = tmp_path / "case.workspace"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, env=environment)
    assert done.returncode == -9
    with closing(Workspace.open(path)) as workspace:
        (held,) = workspace.run_blocking(checkpoints.load, "contoso")
        assert held.mark == "one"
        assert set(gone(workspace)) == {"ann-1"}


def test_copies_of_an_older_form_are_there_still(tmp_path: Path) -> None:
    path = tmp_path / "old.workspace"
    with closing(database.connect(path)) as connection:
        migrate(connection, path, MIGRATIONS[:1])
        connection.execute(
            "INSERT INTO message(id, arrival, tenant, fingerprint, internet_id, sender_name,"
            " sender_address, subject, preview, recipients, received, has_attachments, source)"
            " VALUES (1, 1, 'contoso', 'f', '', '', '', '', '', '', 1, 0, 'tenant')"
        )
        connection.execute("INSERT INTO copy VALUES ('contoso','ann','k',1,'','inbox','',1,0,0)")
    with closing(Workspace.open(path)) as workspace:
        assert gone(workspace) == {"k": None}
