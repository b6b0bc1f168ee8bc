"""What paths on a command line mean."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workbench.commands.inputs import files_of

NOBODY = 65534


@contextmanager
def _without_privileges() -> Iterator[None]:
    """Root may read everything; for a while we are somebody else."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_the_order_given_is_kept_and_folders_are_sorted(tmp_path: Path) -> None:
    for name in ("d/b.eml", "d/a.eml", "d/sub/c.eml", "z.eml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    found = [one.path for one in files_of([tmp_path / "z.eml", tmp_path / "d"])]
    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == ["z.eml", "d/a.eml", "d/b.eml", "d/sub/c.eml"]


def test_a_missing_path_is_passed_on(tmp_path: Path) -> None:
    (one,) = files_of([tmp_path / "nowhere"])
    assert (one.path, one.problem) == (tmp_path / "nowhere", "")


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.eml").write_bytes(b"")
    given = tmp_path / "given"
    given.mkdir()
    (given / "own.eml").write_bytes(b"")
    (given / "file").symlink_to(tmp_path / "secret" / "a.eml")
    (given / "folder").symlink_to(tmp_path / "secret")
    (given / "loop").symlink_to(given)
    assert [one.path.name for one in files_of([given])] == ["own.eml"]


def test_pipes_in_a_folder_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.eml").write_bytes(b"")
    assert [one.path.name for one in files_of([tmp_path])] == ["a.eml"]


def test_an_empty_folder_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    (one,) = files_of([tmp_path])
    assert "holds no file" in one.problem


def test_a_folder_that_cannot_be_read_is_named_and_the_rest_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    closed = Path("all/closed")
    closed.mkdir(parents=True)
    Path("all/open.eml").write_bytes(b"")
    closed.chmod(0)
    try:
        with _without_privileges():
            found = list(files_of([Path("all")]))
    finally:
        closed.chmod(0o700)
    assert [(one.path.name, bool(one.problem)) for one in found] == [
        ("open.eml", False),
        ("closed", True),
    ]
    assert "Permission denied" in found[1].problem


def test_a_path_behind_a_closed_folder_is_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    closed = Path("closed")
    closed.mkdir(mode=0)
    try:
        with _without_privileges():
            found = list(files_of([closed / "a.eml"]))
    finally:
        closed.chmod(0o700)
    assert [one.path.name for one in found] == ["a.eml"]


def test_an_impossible_name_is_passed_on() -> None:
    (one,) = files_of([Path("a" * 300)])
    assert one.problem == ""
