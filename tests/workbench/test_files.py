"""Files that somebody handed over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analyzers.model.fidelity import Fidelity
from workbench.errors import BadInput, Gone
from workbench.files import message_files, read_file


def test_bytes_come_back_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"\0\xff")
    raw = read_file(path)
    assert (raw.data, raw.fidelity) == (b"\0\xff", Fidelity.UNKNOWN)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Gone, match=r"nowhere\.eml does not exist"):
        read_file(tmp_path / "nowhere.eml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="folder"):
        read_file(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match="regular"):
        read_file(tmp_path / "pipe")


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.eml").open("wb") as file:
        file.truncate((1 << 30) + 1)
    with pytest.raises(BadInput, match="larger than"):
        read_file(tmp_path / "huge.eml")


def test_only_messages_are_listed_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "b.MSG").write_bytes(b"")
    (tmp_path / "a.eml").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"")
    (tmp_path / "d.eml").symlink_to(tmp_path / "a.eml")
    assert [path.name for path in message_files(tmp_path)] == ["a.eml", "b.MSG"]
