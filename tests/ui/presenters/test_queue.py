"""The list on display: filter, order, reload and trouble, with a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui import mailroom
from tests.ui.conftest import noon
from ui.models.messages import MessageList
from ui.presenters.queue import Phase, QueuePresenter
from workbench.changes import Change
from workbench.model.rows import Sort, SortKey, View
from workbench.store.reader import ListReader
from workbench.store.workspace import Workspace


@pytest.fixture
def queue(qtbot: QtBot, workspace: Path) -> Iterator[QueuePresenter]:
    made = QueuePresenter(MessageList(noon))
    made.open(workspace, ListReader)
    settle(qtbot, made, Phase.READY)
    yield made
    made.close()


def settle(qtbot: QtBot, queue: QueuePresenter, phase: Phase) -> None:
    qtbot.waitUntil(lambda: queue.state.phase is phase)


def shown(queue: QueuePresenter) -> list[int]:
    return [queue.model.id_at(row) for row in range(queue.model.rowCount())]


def test_the_reported_queue_comes_first(queue: QueuePresenter) -> None:
    assert (queue.state.view, shown(queue)) == (View.REPORTED, list(range(1, 13)))


def test_another_queue_and_order(queue: QueuePresenter, qtbot: QtBot) -> None:
    queue.show_view(View.FLAGGED)
    queue.sort_by(Sort(SortKey.SCORE, True))
    settle(qtbot, queue, Phase.READY)
    assert shown(queue) == [1, 9, 2, 3, 4, 8, 12]


def test_a_filter_applies_after_a_moment(queue: QueuePresenter, qtbot: QtBot) -> None:
    for text in ("i", "in", "inv", "invoice"):
        queue.set_filter(text)
    qtbot.waitUntil(lambda: shown(queue) == [1])


def test_a_wrong_filter_keeps_the_old_result(queue: QueuePresenter, qtbot: QtBot) -> None:
    queue.set_filter("invoice verdic:clean")
    qtbot.waitUntil(lambda: bool(queue.state.filter_problem))
    assert queue.state.filter_position == 8
    assert len(shown(queue)) == 12
    queue.clear_filter()
    assert queue.state.filter_problem == ""


def test_no_match_is_told_from_an_empty_queue(queue: QueuePresenter, qtbot: QtBot) -> None:
    queue.set_filter("from:nobody")
    settle(qtbot, queue, Phase.NO_MATCH)
    queue.clear_filter()
    queue.show_view(View.OFFLINE)
    settle(qtbot, queue, Phase.EMPTY)


def test_new_mail_comes_in_without_a_reset_of_what_is_unchanged(
    queue: QueuePresenter, workspace: Path, qtbot: QtBot
) -> None:
    newest = replace(mailroom.MORNING[0], minutes=1, subject="Brand new")
    store = Workspace.open(workspace)
    (new,) = mailroom.deliver(store, (newest,), first=100)
    store.close()
    queue.apply(Change(lists=True))
    qtbot.waitUntil(lambda: shown(queue) == [new, *range(1, 13)])


def test_a_broken_workspace_is_told_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "broken.workspace"
    path.write_bytes(b"not a database, " * 64)
    queue = QueuePresenter(MessageList(noon))
    queue.open(path, ListReader)
    assert queue.state.phase is Phase.PROBLEM
    assert "broken.workspace" in queue.state.problem
    queue.close()
