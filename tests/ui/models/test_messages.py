"""The list model: right for Qt, fast at any length, honest about rows that are gone."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui import mailroom
from tests.ui.conftest import noon
from ui.models.messages import ACCESSIBLE, DISPLAY, ID_ROLE, MessageList
from workbench.errors import StoreError
from workbench.model.rows import MessageRow
from workbench.store.reader import ListReader


@pytest.fixture
def reader(workspace: Path) -> Iterator[ListReader]:
    opened = ListReader(workspace)
    yield opened
    opened.close()


@pytest.fixture
def model(qtbot: QtBot, reader: ListReader) -> MessageList:
    made = MessageList(noon)
    made.read_from(reader)
    return made


@pytest.mark.parametrize("force_py", [False, True])
def test_qt_finds_no_fault_in_the_model(
    model: MessageList, qtmodeltester: ModelTester, force_py: bool
) -> None:
    check: Callable[..., None] = qtmodeltester.check
    check(model, force_py=force_py)
    model.replace(array("q", [1, 2, 3]))
    model.append(array("q", [4, 5]))
    model.read_again({4})
    model.replace(array("q", [2]))
    check(model, force_py=force_py)


def test_rows_are_read_when_shown(model: MessageList) -> None:
    model.replace(array("q", [1, 2]))
    index = model.index(0, 0)
    assert model.data(index, ID_ROLE) == 1
    assert str(model.data(index, DISPLAY)).startswith("Invoice INV-20418")
    assert "from Northwind Billing" in str(model.data(index, ACCESSIBLE))


def test_rows_that_come_later_are_not_hidden_by_the_page_before(model: MessageList) -> None:
    model.replace(array("q", [1]))
    assert model.card(0)
    model.append(array("q", [2]))
    second = model.card(1)
    assert second is not None
    assert second.id == 2


def test_a_message_that_is_gone_says_so(model: MessageList) -> None:
    model.replace(array("q", [1, 999]))
    assert model.card(1) is None
    assert model.data(model.index(1, 0), ACCESSIBLE) == "(no longer in the workspace)"


def test_positions_are_found_by_id(model: MessageList) -> None:
    model.replace(array("q", [5, 3, 1]))
    assert [model.position(number) for number in (3, 4)] == [1, -1]
    assert [model.id_at(row) for row in (0, 3)] == [5, -1]


def test_the_same_ids_again_only_repaint(model: MessageList, qtbot: QtBot) -> None:
    model.replace(array("q", [1, 2]))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.replace(array("q", [1, 2]))


class Mill:
    """Any number of rows, made when asked for."""

    def __init__(self, pattern: MessageRow) -> None:
        self.reads = 0
        self._pattern = pattern

    def rows(self, ids: array[int]) -> list[MessageRow]:
        self.reads += 1
        return [replace(self._pattern, id=number) for number in ids]


class Broken:
    def rows(self, ids: array[int]) -> list[MessageRow]:
        raise StoreError("the disk is gone")


def test_a_hundred_thousand_rows_scroll(model: MessageList, reader: ListReader) -> None:
    mill = Mill(reader.rows([1])[0])
    model.read_from(mill)  # type: ignore[arg-type]  # takes arrays only
    began = time.process_time()
    model.replace(array("q", range(100_000)))
    for row in range(0, 100_000, 997):
        assert model.card(row)
    assert mill.reads == 101
    assert time.process_time() - began < 2


def test_what_cannot_be_read_is_told_once(model: MessageList, qtbot: QtBot) -> None:
    model.read_from(Broken())  # type: ignore[arg-type]  # takes arrays only
    model.replace(array("q", range(200)))
    told: list[str] = []
    model.broken.connect(told.append)
    assert [model.card(0), model.card(199)] == [None, None]
    assert told == ["Messages cannot be read from the workspace: the disk is gone"]


def test_the_mailroom_fills_a_real_workspace(workspace: Path, reader: ListReader) -> None:
    assert len(reader.rows(range(1, 100))) == len(mailroom.MORNING)
