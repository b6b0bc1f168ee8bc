"""Ids come from a thread of their own; late answers are known as such; closing is bounded."""

from __future__ import annotations

import time
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.models.id_stream import IdStream, Question
from workbench.errors import Cancelled
from workbench.model.rows import Sort, SortKey, View
from workbench.store.filtering import parse
from workbench.store.reader import ListReader

REPORTED = Question(View.REPORTED, parse(""), Sort())


class Gathered:
    def __init__(self, stream: IdStream) -> None:
        self.ids: dict[int, list[int]] = {}
        stream.batch.connect(self._on_batch)

    def _on_batch(self, generation: int, ids: array[int]) -> None:
        self.ids.setdefault(generation, []).extend(ids)


@pytest.fixture
def stream(qtbot: QtBot, workspace: Path) -> Iterator[IdStream]:
    made = IdStream(lambda: ListReader(workspace))
    yield made
    assert made.close()


def test_ids_come_in_list_order(stream: IdStream, qtbot: QtBot) -> None:
    gathered = Gathered(stream)
    with qtbot.waitSignal(stream.ended):
        generation = stream.ask(REPORTED)
    assert gathered.ids == {generation: list(range(1, 13))}


def test_order_and_filter_are_obeyed(stream: IdStream, qtbot: QtBot) -> None:
    gathered = Gathered(stream)
    best = Question(View.REPORTED, parse("verdict:suspicious"), Sort(SortKey.SCORE, True))
    with qtbot.waitSignal(stream.ended):
        generation = stream.ask(best)
    assert gathered.ids[generation] == [3, 4, 8, 12]


def test_only_the_last_question_counts(stream: IdStream, qtbot: QtBot) -> None:
    ends: list[int] = []
    stream.ended.connect(ends.append)
    for _ in range(30):
        last = stream.ask(REPORTED)
    qtbot.waitUntil(lambda: last in ends)
    assert ends == sorted(set(ends))


def test_queues_are_counted(stream: IdStream, qtbot: QtBot) -> None:
    with qtbot.waitSignal(stream.counted) as counted:
        stream.count()
    assert counted.args == [{View.REPORTED: 12, View.FLAGGED: 7, View.ALL: 13, View.OFFLINE: 0}]


def test_a_workspace_that_cannot_be_read_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "broken.workspace"
    broken.write_bytes(b"not a database, " * 64)
    stream = IdStream(lambda: ListReader(broken))
    with qtbot.waitSignal(stream.failed) as failed:
        stream.ask(REPORTED)
    assert "broken.workspace" in str(failed.args)
    assert stream.close()


class Endless:
    """A list that never ends."""

    def __init__(self) -> None:
        self._generation = 0

    def ids(self, view: View, filter: object, sort: Sort) -> Iterator[list[int]]:
        generation = self._generation
        while generation == self._generation:
            yield [1]
        raise Cancelled

    def counts(self) -> dict[View, int]:
        return {}

    def interrupt(self) -> None:
        self._generation += 1

    def close(self) -> None:
        """Nothing is open."""


def test_closing_in_the_middle_is_quick(qtbot: QtBot) -> None:
    stream = IdStream(Endless)
    with qtbot.waitSignal(stream.batch):
        stream.ask(REPORTED)
    began = time.monotonic()
    assert stream.close()
    assert time.monotonic() - began < 1
