"""Going to what was just opened, whatever the window showed before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui import mailroom
from ui.app import Application
from ui.presenters.queue import Phase
from workbench.model.opened import FilesOpened
from workbench.model.rows import View
from workbench.store import offline
from workbench.store.workspace import Workspace


def add(path: Path, *names: str) -> list[int]:
    store = Workspace.open(path)
    try:
        return [store.run_blocking(offline.add, file(number, n)) for number, n in enumerate(names)]
    finally:
        store.close()


def file(number: int, name: str) -> offline.OfflineFile:
    opened = mailroom.NOW - timedelta(minutes=number)
    return offline.OfflineFile(Path(name), sha256(name.encode()).hexdigest(), 10, opened)


def test_opened_files_are_shown_whatever_was_shown(
    triage: Application, workspace: Path, qtbot: QtBot
) -> None:
    triage.queue.set_filter("from:nobody")
    qtbot.waitUntil(triage.window.list.notice.isVisible)
    ids = add(workspace, "/mail/a.eml", "/mail/b.eml", "/mail/c.eml")
    triage.connection.files_opened.emit(FilesOpened((ids[1], ids[2]), ()))
    table = triage.window.list.table
    qtbot.waitUntil(lambda: table.current_id == ids[1])
    assert triage.queue.state.view is View.OFFLINE
    assert triage.window.nav.items["offline"].is_current
    assert triage.queue.model.rowCount() == 3
    assert triage.window.top.filter.text() == ""


def test_files_opened_where_files_are_shown_already(
    triage: Application, workspace: Path, qtbot: QtBot
) -> None:
    first = add(workspace, "/mail/a.eml")
    triage.connection.files_opened.emit(FilesOpened(tuple(first), ()))
    table = triage.window.list.table
    qtbot.waitUntil(lambda: table.current_id == first[0])
    later = add(workspace, "/mail/a.eml", "/mail/z.eml")
    triage.connection.files_opened.emit(FilesOpened(tuple(later[1:]), ()))
    qtbot.waitUntil(lambda: table.current_id == later[1])


def test_files_that_could_not_be_opened_move_nothing(triage: Application, qtbot: QtBot) -> None:
    before = triage.window.list.table.current_id
    triage.connection.files_opened.emit(FilesOpened((), ("x.eml is a folder",)))
    assert triage.queue.state.view is View.REPORTED
    assert triage.window.list.table.current_id == before
    assert triage.window.notices.work.isVisible()


def test_a_message_that_never_comes_is_not_waited_for(
    triage: Application, workspace: Path, qtbot: QtBot
) -> None:
    from workbench.changes import Change

    (id,) = add(workspace, "/mail/a.eml")
    triage.connection.files_opened.emit(FilesOpened((id + 100,), ()))
    table = triage.window.list.table
    qtbot.waitUntil(lambda: triage.queue.state.phase is Phase.READY)
    qtbot.waitUntil(lambda: table.current_id == id)
    store = Workspace.open(workspace)
    letters = tuple(replace(mailroom.MORNING[0], minutes=m) for m in range(100))
    assert id + 100 in mailroom.deliver(store, letters, first=50)
    store.close()
    triage.navigation.open(View.ALL)
    qtbot.waitUntil(lambda: triage.queue.model.rowCount() == 114)
    triage.queue.apply(Change(lists=True))
    with qtbot.waitSignal(triage.queue.changed):
        pass
    assert table.current_id != id + 100
