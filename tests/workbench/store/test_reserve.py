"""Space is really taken, given back once, and its lack told."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import StoreError
from workbench.store.reserve import SIZE, Reserve


def test_it_is_taken_and_given_back(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "case.workspace")
    assert not reserve.release()
    for _ in range(2):
        reserve.prepare()
        assert reserve.path.stat().st_size == SIZE
        assert reserve.path.stat().st_blocks * 512 >= SIZE
    assert reserve.release()
    assert not reserve.path.exists()


def test_a_file_with_holes_is_filled(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "case.workspace")
    with reserve.path.open("wb") as file:
        file.truncate(SIZE)
    reserve.prepare()
    assert reserve.path.stat().st_blocks * 512 >= SIZE


def test_no_space_is_told_and_nothing_kept(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "case.workspace")
    reserve.path.mkdir()
    with pytest.raises(StoreError, match="free some space"):
        reserve.prepare()
