"""What a search found enters the workspace, where it may; without a tenant nobody is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.searched import hit
from workbench.changes import Change, Changes
from workbench.errors import StoreError
from workbench.jobs import unheard
from workbench.searching.desk import SearchDesk
from workbench.searching.wanted import Wanted
from workbench.store.workspace import Workspace

ONE, TWO = hit(1).copy, hit(2).copy


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace.open(tmp_path / "case.workspace")
    yield made
    made.close()


def desk(workspace: Workspace, changes: Changes | None = None) -> SearchDesk:
    return SearchDesk(workspace, changes or Changes(), lambda: None)


def test_without_a_tenant_nothing_is_searched(workspace: Workspace) -> None:
    with pytest.raises(StoreError, match="once a tenant is connected"):
        asyncio.run(desk(workspace).search(Wanted(sender="x"), lambda step: None, unheard))


def test_what_is_kept_is_one_message_and_is_told(workspace: Workspace) -> None:
    changes, told = Changes(), list[Change]()
    changes.listen(told.append)
    kept = desk(workspace, changes)
    id = asyncio.run(kept.keep([ONE, TWO], unheard))
    assert asyncio.run(kept.keep([TWO], unheard)) != id  # another subject, another message
    assert id in told[0].messages
    assert told[0].lists


def test_a_workspace_that_is_only_read_opens_what_it_holds(workspace: Workspace) -> None:
    id = asyncio.run(desk(workspace).keep([ONE], unheard))
    beside = Workspace.open(workspace.path)
    try:
        assert beside.read_only
        assert asyncio.run(desk(beside).keep([ONE], unheard)) == id
        with pytest.raises(StoreError, match="not in this workspace"):
            asyncio.run(desk(beside).keep([TWO], unheard))
    finally:
        beside.close()
